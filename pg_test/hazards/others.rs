//! Tables, what is dropped, and what reads tables.

use super::cases::{Case, NOTHING, NUMBERS, TEXTS, case};

pub const TABLES: &[Case] = &[
    case("unlogged", "CREATE TABLE t (c integer)", NUMBERS, "ALTER TABLE t SET UNLOGGED", &["table_rewrite t"]),
    case("logged", "CREATE UNLOGGED TABLE t (c integer)", NUMBERS, "ALTER TABLE t SET LOGGED", &["table_rewrite t"]),
    // The first in_tablespace makes the tablespace for the others.
    case("in_tablespace", "SET allow_in_place_tablespaces = on; CREATE TABLESPACE hazards_space LOCATION '';
         CREATE TABLE t (c integer PRIMARY KEY)", NUMBERS, "ALTER TABLE t SET TABLESPACE hazards_space", &["table_rewrite t"]),
    case("in_tablespace_empty", "CREATE TABLE t (c integer)", NOTHING, "ALTER TABLE t SET TABLESPACE hazards_space", &[]),
    case("out_of_tablespace", "CREATE TABLE t (c integer) TABLESPACE hazards_space", NUMBERS,
        "ALTER TABLE t SET TABLESPACE pg_default", &["table_rewrite t"]),
    case("partitioned_in_tablespace", "CREATE TABLE t (c integer) PARTITION BY LIST (c); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)",
        "INSERT INTO t VALUES (1)", "ALTER TABLE t SET TABLESPACE hazards_space", &[]),
    case("index_in_tablespace", "CREATE TABLE t (c integer); CREATE INDEX i ON t (c)", NUMBERS,
        "ALTER INDEX i SET TABLESPACE hazards_space", &["long_lock t"]),
    case("options", "CREATE TABLE t (c integer)", NUMBERS, "ALTER TABLE t SET (fillfactor = 70)", &[]),
    case("identity", "CREATE TABLE t (c integer PRIMARY KEY)", NUMBERS, "ALTER TABLE t REPLICA IDENTITY FULL", &[]),
    case("renamed", "CREATE TABLE t (c integer PRIMARY KEY); CREATE VIEW v AS SELECT c FROM t", NUMBERS,
        "ALTER TABLE t RENAME TO u", &[]),
    case("attached", "CREATE TABLE t (c integer) PARTITION BY RANGE (c); CREATE TABLE u (c integer)",
        "INSERT INTO u VALUES (1)", "ALTER TABLE t ATTACH PARTITION u FOR VALUES FROM (0) TO (10)", &["long_lock u"]),
    case("attached_empty", "CREATE TABLE t (c integer) PARTITION BY RANGE (c); CREATE TABLE u (c integer)",
        NOTHING, "ALTER TABLE t ATTACH PARTITION u FOR VALUES FROM (0) TO (10)", &[]),
    case("attached_proven", "CREATE TABLE t (c integer) PARTITION BY RANGE (c);
         CREATE TABLE u (c integer NOT NULL CHECK (c >= 0 AND c < 10))",
        "INSERT INTO u VALUES (1)", "ALTER TABLE t ATTACH PARTITION u FOR VALUES FROM (0) TO (10)", &[]),
    case("attached_proven_by_less", "CREATE TABLE t (c integer) PARTITION BY RANGE (c);
         CREATE TABLE u (c integer CHECK (c IS NOT NULL AND c BETWEEN 1 AND 9))",
        "INSERT INTO u VALUES (1)", "ALTER TABLE t ATTACH PARTITION u FOR VALUES FROM (0) TO (10)", &[]),
    case("attached_to_default", "CREATE TABLE t (c integer) PARTITION BY LIST (c); CREATE TABLE r PARTITION OF t DEFAULT;
         CREATE TABLE u (c integer)",
        "INSERT INTO t VALUES (1); INSERT INTO u VALUES (2)", "ALTER TABLE t ATTACH PARTITION u FOR VALUES IN (2)",
        &["long_lock r", "long_lock u"]),
    case("attached_beside_proven", "CREATE TABLE t (c integer) PARTITION BY LIST (c);
         CREATE TABLE r PARTITION OF t DEFAULT; ALTER TABLE r ADD CHECK (c IS NOT NULL AND c < 2); CREATE TABLE u (c integer)",
        "INSERT INTO t VALUES (1)", "ALTER TABLE t ATTACH PARTITION u FOR VALUES IN (2)", &[]),
    case("new_partition", "CREATE TABLE t (c integer) PARTITION BY LIST (c); CREATE TABLE r PARTITION OF t DEFAULT",
        "INSERT INTO t VALUES (1)", "CREATE TABLE u PARTITION OF t FOR VALUES IN (2)", &["long_lock r"]),
    case("new_partition_alone", "CREATE TABLE t (c integer) PARTITION BY LIST (c); CREATE TABLE r PARTITION OF t FOR VALUES IN (1)",
        "INSERT INTO t VALUES (1)", "CREATE TABLE u PARTITION OF t FOR VALUES IN (2)", &[]),
    case("detached", "CREATE TABLE t (c integer) PARTITION BY LIST (c); CREATE TABLE r PARTITION OF t FOR VALUES IN (1)",
        "INSERT INTO t VALUES (1)", "ALTER TABLE t DETACH PARTITION r", &[]),
    case("inherits", "CREATE TABLE t (c integer); CREATE TABLE u (c integer)",
        "INSERT INTO u VALUES (1)", "ALTER TABLE u INHERIT t", &[]),
];

pub const DROPS: &[Case] = &[
    case("table_empty", "CREATE TABLE t (c integer)", NOTHING, "DROP TABLE t", &[]),
    case("table_deleted", "CREATE TABLE t (c integer)", "INSERT INTO t VALUES (1); DELETE FROM t", "DROP TABLE t", &[]),
    case("table_full", "CREATE TABLE t (c integer)", NUMBERS, "DROP TABLE t", &["data_loss table t"]),
    case("column_empty", "CREATE TABLE t (c integer, d integer)", NUMBERS, "ALTER TABLE t DROP d", &[]),
    case("column_full", "CREATE TABLE t (c integer, d integer)", "INSERT INTO t VALUES (NULL, 1), (2, NULL)",
        "ALTER TABLE t DROP d", &["data_loss column t.d"]),
    case("column_null_rows", "CREATE TYPE w AS (x integer); CREATE TABLE t (c integer, d w)",
        "INSERT INTO t VALUES (1, ROW(NULL))", "ALTER TABLE t DROP d", &["data_loss column t.d"]),
    case("column_of_children", "CREATE TABLE t (c integer, d integer); CREATE TABLE u () INHERITS (t)",
        "INSERT INTO u VALUES (1, 2)", "ALTER TABLE t DROP d", &["data_loss column t.d"]),
    case("partition_full", "CREATE TABLE t (c integer) PARTITION BY LIST (c); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
         CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2)", "INSERT INTO t VALUES (1)",
        "DROP TABLE t1, t2", &["data_loss table t1"]),
    case("sequence_used", "CREATE SEQUENCE s; CREATE SEQUENCE z", "SELECT nextval('s')", "DROP SEQUENCE s; DROP SEQUENCE z",
        &["data_loss sequence s"]),
    case("view_", "CREATE TABLE t (c integer); CREATE VIEW v AS SELECT c FROM t", NUMBERS, "DROP VIEW v", &[]),
    case("keyed", "CREATE TABLE t (c integer PRIMARY KEY)", NUMBERS, "ALTER TABLE t DROP CONSTRAINT t_pkey", &[]),
    case("made_anew", "CREATE TABLE t (c integer)", NUMBERS,
        "DROP TABLE t; CREATE TABLE t (c integer) PARTITION BY LIST (c)", &["data_loss table t"]),
];

pub const QUERIES: &[Case] = &[
    case("appended", "CREATE TABLE t (c integer, d integer); CREATE VIEW v AS SELECT c FROM t; CREATE VIEW w AS SELECT c FROM v",
        NUMBERS, "CREATE OR REPLACE VIEW v AS SELECT c, d FROM t", &[]),
    case("changed", "CREATE TABLE t (c integer, d integer); CREATE VIEW v AS SELECT c, d FROM t; CREATE VIEW w AS SELECT c FROM v",
        NUMBERS, "DROP VIEW v CASCADE; CREATE VIEW v AS SELECT d, c FROM t; CREATE VIEW w AS SELECT c FROM v",
        &["rebuild view w"]),
    case("filtered", "CREATE TABLE t (c integer, d integer); CREATE VIEW v AS SELECT c FROM t; CREATE VIEW w AS SELECT c FROM v",
        NUMBERS, "CREATE OR REPLACE VIEW v AS SELECT c FROM t WHERE d > 0", &[]),
    case("over_type", "CREATE TABLE t (c varchar(10)); CREATE VIEW v AS SELECT c FROM t; CREATE VIEW other AS SELECT 1 AS c",
        TEXTS, "DROP VIEW v; ALTER TABLE t ALTER c TYPE varchar(20); CREATE VIEW v AS SELECT c FROM t", &["rebuild view v"]),
    case("over_other_type", "CREATE TABLE t (c varchar(10), d integer); CREATE VIEW v AS SELECT d FROM t",
        TEXTS, "ALTER TABLE t ALTER c TYPE varchar(20)", &[]),
    case("over_added", "CREATE TABLE t (c integer); CREATE VIEW v AS SELECT c FROM t", NUMBERS, "ALTER TABLE t ADD d text", &[]),
    case("over_renamed", "CREATE TABLE t (c integer); CREATE VIEW v AS SELECT c AS x FROM t", NUMBERS,
        "ALTER TABLE t RENAME c TO d", &[]),
    case("materialized", "CREATE TABLE t (c integer); CREATE MATERIALIZED VIEW m AS SELECT c FROM t", NUMBERS,
        "DROP MATERIALIZED VIEW m; ALTER TABLE t ALTER c TYPE bigint; CREATE MATERIALIZED VIEW m AS SELECT c FROM t",
        &["table_rewrite t", "rebuild materialized view m"]),
    case("body", "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a'; CREATE VIEW v AS SELECT f(1) AS c",
        NOTHING, "CREATE OR REPLACE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a + 1'", &[]),
    case("result", "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a'; CREATE VIEW v AS SELECT f(1)::text AS c",
        NOTHING, "DROP VIEW v; DROP FUNCTION f; CREATE FUNCTION f(a integer) RETURNS bigint LANGUAGE sql AS 'SELECT a::bigint';
         CREATE VIEW v AS SELECT f(1)::text AS c", &["rebuild view v"]),
    case("defaulted", "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a'; CREATE TABLE t (c integer DEFAULT f(1))",
        NUMBERS, "CREATE OR REPLACE FUNCTION f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + 1'", &[]),
];
