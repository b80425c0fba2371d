-- Owned without being its default, default without being owned, owned by a column in another order.
CREATE SEQUENCE owned_only;
CREATE SEQUENCE default_only;
CREATE TABLE t (a integer, b integer DEFAULT nextval('default_only'));
ALTER SEQUENCE owned_only OWNED BY t.a;
CREATE SEQUENCE shared;
CREATE TABLE first (id bigint DEFAULT nextval('shared'));
CREATE TABLE second (id bigint DEFAULT nextval('shared'::regclass) + 1000);
ALTER SEQUENCE shared OWNED BY second.id;
