CREATE TABLE t (a bigint, b text);
CREATE TABLE log (a bigint, what text);
CREATE RULE noted AS ON INSERT TO t WHERE NEW.a > 0 DO ALSO INSERT INTO log VALUES (NEW.a, NEW.b);
