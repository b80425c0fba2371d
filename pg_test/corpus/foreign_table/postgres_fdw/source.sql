CREATE EXTENSION postgres_fdw;
CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'nowhere.invalid', dbname 'd');
CREATE FOREIGN TABLE f (a integer OPTIONS (column_name 'A'), b text) SERVER s
    OPTIONS (schema_name 'S', table_name 'T', fetch_size '100', updatable 'false');
