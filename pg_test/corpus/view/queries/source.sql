-- since 14
CREATE TABLE a (id integer, g text, v numeric, j jsonb, ts timestamptz, arr integer[]);
CREATE VIEW lateral_join AS SELECT a.id, x.n FROM a, LATERAL (SELECT a.v * 2 AS n) x;
CREATE VIEW unnested AS SELECT a.id, e.value, e.ord FROM a CROSS JOIN unnest(a.arr) WITH ORDINALITY AS e(value, ord);
CREATE VIEW set_operations AS SELECT id FROM a UNION SELECT 1 EXCEPT ALL SELECT 2 INTERSECT SELECT 3 ORDER BY 1 LIMIT 5;
CREATE VIEW windows AS SELECT id, row_number() OVER w, sum(v) OVER (PARTITION BY g ORDER BY ts ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM a WINDOW w AS (ORDER BY id);
CREATE VIEW grouping_sets AS SELECT g, id, sum(v), grouping(g, id) FROM a GROUP BY GROUPING SETS ((g), (id), ()) HAVING sum(v) > 0;
CREATE VIEW aggregates AS SELECT g, string_agg(id::text, ',' ORDER BY id DESC), count(*) FILTER (WHERE v > 1), percentile_cont(0.5) WITHIN GROUP (ORDER BY v) FROM a GROUP BY g;
CREATE VIEW distinct_on AS SELECT DISTINCT ON (g) g, id FROM a ORDER BY g, ts DESC NULLS LAST FETCH FIRST 3 ROWS WITH TIES;
CREATE VIEW subqueries AS SELECT id FROM a WHERE EXISTS (SELECT 1 FROM a b WHERE b.id = a.id) AND v > ALL (SELECT 1) AND id IN (SELECT 2) AND (id, g) IN (SELECT b.id, b.g FROM a b);
CREATE VIEW expressions AS SELECT CASE g WHEN 'x' THEN 1 ELSE 2 END AS c, j -> 'a' ->> 'b' AS d, COALESCE(g, 'n') AS e, ts AT TIME ZONE 'UTC' AS f, extract(year FROM ts) AS y, arr[1:2] AS s, ROW(id, g) IS NULL AS r, v::integer::text AS t, g LIKE 'a%' AS l, g SIMILAR TO 'a' AS sim, id BETWEEN 1 AND 2 AS b, g COLLATE "C" AS col, NULLIF(g, '') AS n, GREATEST(1, id) AS gr, ARRAY[id, 1] AS arr2, a.* IS NOT NULL AS w FROM a;
CREATE VIEW sampled AS SELECT id FROM a TABLESAMPLE system (10) REPEATABLE (1);
CREATE VIEW using_join AS SELECT * FROM (SELECT 1 AS id, 2 AS x) p FULL JOIN (SELECT 1 AS id, 3 AS y) q USING (id) AS both_sides;
CREATE VIEW "values" AS VALUES (1, 'a'), (2, 'b');
CREATE VIEW locked AS SELECT id FROM a FOR UPDATE SKIP LOCKED;
