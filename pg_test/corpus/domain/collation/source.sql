CREATE DOMAIN c_text AS text COLLATE "C";
CREATE DOMAIN posix_name AS varchar(30) COLLATE "POSIX" DEFAULT 'x';
CREATE TABLE person (name c_text, nick posix_name COLLATE "C");
