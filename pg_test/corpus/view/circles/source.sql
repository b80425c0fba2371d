-- since 14
-- Views, functions and tables that need each other in circles.
CREATE VIEW v AS SELECT 1 AS a, 'x'::varchar(5) COLLATE "C" AS "B b";
CREATE VIEW w AS SELECT a, "B b" FROM v;
CREATE OR REPLACE VIEW v WITH (security_barrier) AS SELECT a, "B b" FROM w;
COMMENT ON VIEW v IS 'needs w';
COMMENT ON COLUMN v."B b" IS 'of w';
ALTER VIEW v ALTER COLUMN a SET DEFAULT 5;

CREATE VIEW x AS SELECT 1 AS a;
CREATE FUNCTION of_x() RETURNS integer BEGIN ATOMIC SELECT a FROM x; END;
CREATE OR REPLACE VIEW x AS SELECT of_x() AS a;

-- A table with a column of a view's row type.
CREATE VIEW y AS SELECT 1 AS a;
CREATE TABLE of_y (id integer PRIMARY KEY, rest y[]);
CREATE OR REPLACE VIEW y AS SELECT id AS a FROM of_y WHERE rest IS NULL GROUP BY id;

-- A circle that shares a view with another one, and a view of no columns.
CREATE VIEW one AS SELECT 1 AS a;
CREATE VIEW two AS SELECT a FROM one;
CREATE VIEW three AS SELECT a FROM one;
CREATE OR REPLACE VIEW one AS SELECT two.a FROM two, three;
CREATE VIEW nothing AS SELECT;
CREATE VIEW nothing_more AS SELECT FROM nothing;
CREATE OR REPLACE VIEW nothing AS SELECT FROM nothing_more;
