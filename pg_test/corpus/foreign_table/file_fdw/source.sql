CREATE EXTENSION file_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE passwd (name text, rest text OPTIONS (force_null 'true')) SERVER files
    OPTIONS (filename '/etc/hostname', format 'csv', delimiter ':', "null" '');
