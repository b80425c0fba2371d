ALTER SERVER s VERSION '2' OPTIONS (SET host 'it''s', DROP dbname, ADD port '1');
COMMENT ON SERVER s IS 'changed';
