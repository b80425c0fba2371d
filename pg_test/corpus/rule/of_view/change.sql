DROP VIEW counted;
DROP RULE upd ON a_view;
