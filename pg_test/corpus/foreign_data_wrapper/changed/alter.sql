ALTER FOREIGN DATA WRAPPER a OPTIONS (DROP one, SET two 'it''s', ADD three '');
