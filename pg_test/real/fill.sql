-- Fills every table of the database with a few rows, always the same ones. Numbers and texts of all
-- columns come from one small range, so that joins over keys find rows; constants of the checks are
-- taken as well. A row that a constraint refuses is tried again with other values.
SET session_replication_role = replica;
SELECT setseed(0.25) \g /dev/null

-- SQL that makes a value of a type. Numbers run from 1 to 6.
CREATE FUNCTION pg_temp.value_of(type regtype, modifier integer, literals text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    base regtype := (SELECT CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END FROM pg_type t WHERE t.oid = type);
    category "char" := (SELECT t.typcategory FROM pg_type t WHERE t.oid = base);
    length integer := (SELECT CASE WHEN base IN ('bpchar'::regtype, 'varchar'::regtype) AND m > 4 THEN m - 4 ELSE 8 END
                         FROM (SELECT CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE modifier END AS m FROM pg_type t WHERE t.oid = type) x);
    fitting text[] := (SELECT array_agg(l) FROM unnest(literals) l WHERE category = 'S' AND octet_length(l) <= length
                          OR category = 'N' AND l ~ '^[0-9]{2,}$' AND l::integer > 6
                          OR category = 'D' AND l ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$');
    pick text := format('(%L::text[])[1 + floor(random() * %s)::integer]', fitting, cardinality(fitting));
BEGIN
    IF cardinality(fitting) > 0 AND category = 'S' THEN
        RETURN format('(%s)::%s', pick, format_type(type, modifier));
    END IF;
    RETURN format('(%s)::%s', CASE
        WHEN cardinality(fitting) > 0 THEN
            format('CASE WHEN random() < 0.5 THEN (%s)::%s ELSE %s END', pick, type, pg_temp.value_of(type, modifier, NULL))
        WHEN base = 'tsvector'::regtype THEN '$a$word$a$'
        WHEN base = 'xml'::regtype THEN '$a$<root><step>1</step></root>$a$'
        WHEN base = 'uuid'::regtype THEN 'md5(random()::text)'
        WHEN base = 'bytea'::regtype THEN '$a$\x01$a$'
        WHEN base IN ('json'::regtype, 'jsonb'::regtype) THEN '$a${"a": 1}$a$'
        WHEN base = 'time'::regtype THEN '$a$08:00$a$'
        WHEN category = 'N' THEN '1 + floor(random() * 6)'
        WHEN category = 'S' THEN format('right(''K'' || (1 + floor(random() * 6))::text, %s)', length)
        WHEN category = 'B' THEN 'random() < 0.5'
        WHEN category = 'D' THEN '(timestamp ''2022-01-05 12:00'' + floor(random() * 12) * interval ''30 days'')'
        WHEN category = 'A' THEN '$a${}$a$'
        WHEN category = 'E' THEN format('(enum_range(NULL::%s))[1 + floor(random() * cardinality(enum_range(NULL::%1$s)))::integer]', base)
        ELSE 'NULL' END, format_type(type, modifier));
END $$;

-- The string and number constants of a relation's checks and of its columns' domains.
CREATE FUNCTION pg_temp.literals_of(relation regclass, part smallint, type oid) RETURNS text[] LANGUAGE sql AS $$
    SELECT array_agg(DISTINCT coalesce(m[1], m[2]) ORDER BY coalesce(m[1], m[2]))
      FROM pg_constraint, regexp_matches(pg_get_constraintdef(oid), '''([^'']*)''::|([0-9]+)', 'g') m
     WHERE contype = 'c' AND (conrelid = relation AND part = ANY (conkey) OR contypid = type)
       AND length(coalesce(m[1], m[2])) > 0
$$;

-- Columns of a table with SQL for a value; a key of one number counts from 1 on.
CREATE FUNCTION pg_temp.row_of(relation regclass, OUT columns text, OUT vals text, OUT single boolean) LANGUAGE sql AS $$
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum), string_agg(value, ', ' ORDER BY attnum), bool_or(single)
      FROM (SELECT a.attname, a.attnum, coalesce(k.conkey = ARRAY[a.attnum] AND t.typcategory IN ('N', 'S'), false) AS single,
                   CASE WHEN k.conkey = ARRAY[a.attnum] AND t.typcategory = 'N' THEN format('$1::%s', a.atttypid::regtype)
                        WHEN k.conkey = ARRAY[a.attnum] AND t.typcategory = 'S' THEN format('(''K'' || $1)::%s', a.atttypid::regtype)
                        WHEN a.attnotnull OR t.typnotnull THEN v.value
                        ELSE format('CASE WHEN random() < 0.75 THEN %s END', v.value) END AS value
              FROM pg_attribute a
              JOIN pg_type t ON t.oid = a.atttypid
              LEFT JOIN pg_constraint k ON k.conrelid = a.attrelid AND k.contype = 'p',
                   pg_temp.value_of(a.atttypid, a.atttypmod, pg_temp.literals_of(relation, a.attnum, a.atttypid)) AS v(value)
             WHERE a.attrelid = relation AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') x
$$;

DO $$
DECLARE
    made record;
    rel regclass;
BEGIN
    FOR rel IN SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
                  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema' ORDER BY c.oid LOOP
        made := pg_temp.row_of(rel);
        FOR number IN 1..CASE WHEN made.single THEN 6 ELSE 24 END LOOP
            FOR try IN 1..40 LOOP
                BEGIN
                    EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s', rel, made.columns, made.vals) USING number;
                    EXIT;
                EXCEPTION WHEN integrity_constraint_violation OR data_exception THEN
                    NULL;
                END;
            END LOOP;
        END LOOP;
    END LOOP;
END $$;

-- A materialized view whose unique index does not want these rows stays without any.
DO $$
DECLARE
    rel regclass;
BEGIN
    FOR rel IN SELECT oid FROM pg_class WHERE relkind = 'm' ORDER BY oid LOOP
        BEGIN
            EXECUTE format('REFRESH MATERIALIZED VIEW %s', rel);
        EXCEPTION WHEN unique_violation THEN
            NULL;
        END;
    END LOOP;
END $$;
