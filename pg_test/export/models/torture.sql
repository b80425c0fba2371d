-- What models have a hard time with: odd names, every sort of type, key and index, relationships in all shapes.
CREATE SCHEMA app;
CREATE SCHEMA "Odd.Schema";
CREATE EXTENSION citext SCHEMA app;
CREATE EXTENSION hstore SCHEMA app;
CREATE EXTENSION btree_gist SCHEMA app;
CREATE EXTENSION ltree SCHEMA app;

CREATE TYPE app.mood AS ENUM ('calm', 'it''s "odd"', 'a:b %s \ c', '');
CREATE TYPE app.point3 AS (x integer, y integer, "the z" text);
CREATE TYPE app.span AS RANGE (subtype = integer, multirange_type_name = app.spans);
CREATE DOMAIN app.grade AS integer DEFAULT 3 NOT NULL CONSTRAINT low CHECK (VALUE > 0) CONSTRAINT high CHECK (VALUE < 10);
CREATE DOMAIN app.better AS app.grade;
CREATE DOMAIN app.code AS character varying(8) COLLATE "C" DEFAULT 'x:y';
CREATE COLLATION app.plain (provider = libc, locale = 'C');
CREATE SEQUENCE app.tickets AS integer START 10 INCREMENT 5 MAXVALUE 1000 CYCLE;
CREATE FUNCTION app.touched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;

-- Types.
CREATE TABLE app.types (
    id bigint GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME app.counts START WITH 5 INCREMENT BY 2 CACHE 3) PRIMARY KEY,
    small smallint DEFAULT 1, plain integer NOT NULL DEFAULT '-7'::integer, big bigint, yes boolean NOT NULL DEFAULT true,
    money money, exact numeric, rounded numeric(10,2) NOT NULL DEFAULT 0.00, whole numeric(5), real real, double double precision,
    words text COLLATE "C", letters character varying, few character varying(12) COLLATE app.plain DEFAULT 'a:b %(x)s',
    fixed character(3), padded bpchar, one "char", name name, bytes bytea, uuid uuid DEFAULT '00000000-0000-0000-0000-000000000001',
    day date DEFAULT CURRENT_DATE, at timestamp NOT NULL DEFAULT now(), at_zone timestamp with time zone,
    at_short timestamp(3) with time zone, "time" time DEFAULT '10:20:30', time_zone time with time zone, time_short time(0),
    lasting interval, lasting_days interval day to second(3), lasting_short interval(2),
    json json DEFAULT '{"a":1, "b": ":c"}', jsonb jsonb NOT NULL DEFAULT '{"x":[1, 2]}', path jsonpath, xml xml,
    bits bit(4), many_bits bit varying(9), inet inet, cidr cidr, mac macaddr, mac8 macaddr8, vector tsvector, query tsquery,
    point point, polygon polygon, oid oid, class regclass, config regconfig DEFAULT 'simple', lsn pg_lsn,
    int4range int4range, int8range int8range, numrange numrange, daterange daterange, tsrange tsrange, tstzrange tstzrange,
    int4multirange int4multirange, nummultirange nummultirange, datemultirange datemultirange,
    mood app.mood NOT NULL DEFAULT 'it''s "odd"', moods app.mood[] DEFAULT '{calm}', place app.point3, places app.point3[],
    span app.span, spans app.spans, grade app.grade, better app.better DEFAULT 4, grades app.grade[], code app.code,
    citext app.citext NOT NULL DEFAULT 'X', citexts app.citext[], pairs app.hstore, tree app.ltree, trees app.ltree[],
    numbers integer[] NOT NULL DEFAULT '{1,2}', texts text[], squares integer[][], stamps timestamp with time zone[],
    uuids uuid[], exacts numeric(6,2)[], ranges int4range[], jsons jsonb[],
    sum integer GENERATED ALWAYS AS (plain + 1) STORED, label text GENERATED ALWAYS AS ('a:b ' || plain::text || '%') STORED
);
COMMENT ON TABLE app.types IS E'All the "types" there are;\nit''s \\ :much %s';
COMMENT ON COLUMN app.types.small IS 'A "small" number: :x %s';

-- Names.
CREATE TABLE "Odd.Schema"."class" (
    "id" integer PRIMARY KEY, "class" text, "import" integer, "None" text, "self" text, "metadata" text, "registry" jsonb,
    "1st" text, "Display Name" character varying(40), "Display_Name" text, "Display-Name" text, "__secret" text, "_sa_state" text,
    "quo""te" text, "per%cent" text, "col:on" text, "par(en)" text, "back\slash" text, "größe" text, "表" text, "👩" text, "!" text,
    "int" integer, "str" text, "list" text[], "datetime" timestamp, "date" date, "uuid" uuid, "Decimal" numeric, "dt" date, "sa" text,
    "Mapped" text, "Optional" text, "Any" text, "type" text, "text" text, "query" text, "MOOD" app.mood, "Class" text, "a.b" integer UNIQUE,
    "a_rather_long_name_of_a_column_that_goes_on_as_far_as_it_can_go" text DEFAULT 'and a default that is long enough for a line by itself, as it seems');
COMMENT ON COLUMN "Odd.Schema"."class"."1st" IS 'A comment that is so long that no line of eighty-eight characters could ever hold it, be it alone';
CREATE TABLE "Odd.Schema"."table with spaces" ("key" serial PRIMARY KEY, "class" integer REFERENCES "Odd.Schema"."class");
CREATE TABLE "Odd.Schema"."a_rather_long_name_of_a_table_which_goes_on_as_far_as_it_can_go" (
    "a_rather_long_name_of_another_column_that_goes_on_as_far_as_it_" integer PRIMARY KEY,
    "and_one_more_of_these_names_which_are_so_long_that_nobody_likes" timestamp(3) with time zone DEFAULT '2020-01-01 00:00:00+00',
    "some_rather_long_name_of_the_key_of_the_table_itself_that_is_id" integer
        REFERENCES "Odd.Schema"."a_rather_long_name_of_a_table_which_goes_on_as_far_as_it_can_go");
CREATE TABLE "Odd.Schema".base (id integer PRIMARY KEY);
CREATE TABLE app.base (id integer PRIMARY KEY);
CREATE TABLE app.mapped_column (id integer PRIMARY KEY, "Named" text);
CREATE TABLE app."a b" (id integer PRIMARY KEY);
CREATE TABLE app."a-b" (id integer PRIMARY KEY);
CREATE TABLE app.a_b (id integer PRIMARY KEY);
CREATE TABLE app."Decimal" (id integer PRIMARY KEY, "UUID" uuid);
CREATE TABLE app.nothing ();

-- Keys and relationships.
CREATE TABLE app.person (id serial PRIMARY KEY, name app.citext NOT NULL UNIQUE, boss_id integer REFERENCES app.person ON DELETE SET NULL,
    mentor integer REFERENCES app.person, numbered integer NOT NULL DEFAULT nextval('app.tickets'),
    other_number serial, small_number smallserial);
CREATE TABLE app.passport (person_id integer PRIMARY KEY REFERENCES app.person ON DELETE CASCADE, code text NOT NULL);
CREATE TABLE app.letter (id integer PRIMARY KEY, sender_id integer NOT NULL REFERENCES app.person ON UPDATE CASCADE ON DELETE RESTRICT,
    receiver_id integer CONSTRAINT receiver REFERENCES app.person DEFERRABLE INITIALLY DEFERRED, sender text, "Person" text,
    reply_to integer REFERENCES app.letter ON DELETE SET DEFAULT DEFERRABLE);
COMMENT ON CONSTRAINT receiver ON app.letter IS 'Who gets "it"';
CREATE TABLE app.tenant (id integer PRIMARY KEY);
CREATE TABLE app.folder (tenant_id integer REFERENCES app.tenant, id integer, parent_id integer, owner_id integer REFERENCES app.person,
    PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id, parent_id) REFERENCES app.folder ON DELETE CASCADE);
CREATE TABLE app.file (tenant_id integer NOT NULL REFERENCES app.tenant, folder_id integer, twin_id integer, name text NOT NULL,
    FOREIGN KEY (tenant_id, folder_id) REFERENCES app.folder MATCH FULL,
    FOREIGN KEY (tenant_id, twin_id) REFERENCES app.folder ON DELETE SET NULL (twin_id),
    CONSTRAINT file_key UNIQUE NULLS NOT DISTINCT (tenant_id, name) INCLUDE (folder_id) DEFERRABLE INITIALLY DEFERRED);
CREATE UNIQUE INDEX file_known_by ON app.file (name, tenant_id);
CREATE TABLE app.tag (name text PRIMARY KEY);
CREATE TABLE app.person_tag (person_id integer REFERENCES app.person ON DELETE CASCADE, tag text REFERENCES app.tag, PRIMARY KEY (tag, person_id));
CREATE TABLE app.follows (follower integer REFERENCES app.person, followed integer REFERENCES app.person, PRIMARY KEY (follower, followed));
CREATE TABLE app.membership (person_id integer REFERENCES app.person, tag text REFERENCES app.tag, since date NOT NULL, PRIMARY KEY (person_id, tag));
CREATE TABLE app.hen (id integer PRIMARY KEY, egg integer NOT NULL);
CREATE TABLE app.egg (id integer PRIMARY KEY, hen integer NOT NULL REFERENCES app.hen);
ALTER TABLE app.hen ADD FOREIGN KEY (egg) REFERENCES app.egg DEFERRABLE;
CREATE TABLE app.twice (id integer PRIMARY KEY, person_id integer CONSTRAINT one REFERENCES app.person CONSTRAINT two REFERENCES app.person);
CREATE TABLE app.log (at timestamp with time zone NOT NULL DEFAULT clock_timestamp(), person_id integer REFERENCES app.person, said text);
CREATE UNLOGGED TABLE app.cache (key text PRIMARY KEY, value jsonb) WITH (fillfactor = 70);

-- Checks, exclusions, indexes.
CREATE TABLE app.room (id integer PRIMARY KEY, building integer NOT NULL, during tstzrange NOT NULL, note text, word text, doc jsonb, tree app.ltree,
    low integer, high integer, CONSTRAINT "low:high" CHECK (low < high), CONSTRAINT "a % b" CHECK (note <> 'a:b %s' AND note !~ '\:x \d'),
    CONSTRAINT no_overlap EXCLUDE USING gist (building WITH =, during WITH &&) WHERE (note IS NULL) DEFERRABLE,
    CONSTRAINT no_twins EXCLUDE (lower(word) text_pattern_ops WITH =, id WITH =));
ALTER TABLE app.room ADD CONSTRAINT later CHECK (low > 0) NOT VALID;
ALTER TABLE app.room ADD CONSTRAINT no_heir CHECK (high < 100) NO INHERIT;
CREATE INDEX room_expression ON app.room (lower(word), (low + high) DESC, note COLLATE "C" text_pattern_ops);
CREATE INDEX room_sorted ON app.room (low DESC, high DESC NULLS LAST, building NULLS FIRST);
CREATE INDEX room_class ON app.room (word text_pattern_ops, note varchar_pattern_ops);
CREATE INDEX room_doc ON app.room USING gin (doc jsonb_path_ops) WITH (fastupdate = off);
CREATE INDEX room_tree ON app.room USING gist (tree app.gist_ltree_ops (siglen = 100));
CREATE INDEX room_hash ON app.room USING hash (word);
CREATE INDEX room_brin ON app.room USING brin (id, low) WITH (pages_per_range = 8);
CREATE UNIQUE INDEX room_partial ON app.room (building, lower(note)) INCLUDE (low, high) WHERE note <> ':x' AND doc ->> 'a:b' IS NULL;
CREATE UNIQUE INDEX room_alike ON app.room (high) NULLS NOT DISTINCT;
CREATE INDEX "room %s : (odd)" ON app.room ((doc ->> 'k'), (CASE WHEN low > 1 THEN 'a:b' ELSE '%' END));
COMMENT ON INDEX app.room_hash IS 'Not known to SQLAlchemy';

-- Partitions and heirs.
CREATE TABLE app.event (id bigint GENERATED BY DEFAULT AS IDENTITY, at date NOT NULL, what text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE app.event_2024 PARTITION OF app.event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE app.event_rest PARTITION OF app.event DEFAULT PARTITION BY RANGE (id);
CREATE TABLE app.event_rest_a PARTITION OF app.event_rest FOR VALUES FROM (0) TO (100);
CREATE TABLE app.event_rest_rest PARTITION OF app.event_rest DEFAULT;
CREATE TABLE app.metric (at timestamp(3) NOT NULL, what text) PARTITION BY LIST (lower(what));
CREATE TABLE app.metric_rest PARTITION OF app.metric DEFAULT;
CREATE INDEX event_what ON app.event (what DESC);
CREATE TABLE app.seen (id integer PRIMARY KEY, event bigint, at date, FOREIGN KEY (event, at) REFERENCES app.event,
    part bigint, part_at date, FOREIGN KEY (part, part_at) REFERENCES app.event_2024);
CREATE TABLE app.animal (id integer PRIMARY KEY, name text NOT NULL DEFAULT 'Bo' CHECK (name <> ''), legs integer);
CREATE TABLE app.dog (breed text) INHERITS (app.animal);
ALTER TABLE app.dog ADD PRIMARY KEY (id);

-- Views, triggers, policies.
CREATE VIEW app.grown AS SELECT id, name, boss_id AS "Boss Id", NULL::app.mood AS mood FROM app.person;
COMMENT ON VIEW app.grown IS 'Only to read';
CREATE MATERIALIZED VIEW app.counted AS SELECT building, count(*) AS "how many" FROM app.room GROUP BY building;
CREATE UNIQUE INDEX ON app.counted (building);
CREATE TRIGGER touched BEFORE UPDATE ON app.person FOR EACH ROW EXECUTE FUNCTION app.touched();
ALTER TABLE app.person ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON app.person USING (true);
