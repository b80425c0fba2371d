-- since 14
CREATE TABLE t (a integer, b text, c jsonb, d int4range, e point, f timestamptz, g tsvector, h integer[], i inet);
CREATE INDEX t_btree ON t (a);
CREATE INDEX t_hash ON t USING hash (b);
CREATE INDEX t_gin ON t USING gin (c);
CREATE INDEX t_gin_path ON t USING gin (c jsonb_path_ops);
CREATE INDEX t_gin_array ON t USING gin (h) WITH (fastupdate = off, gin_pending_list_limit = 128);
CREATE INDEX t_gist ON t USING gist (d) WITH (buffering = on);
CREATE INDEX t_gist_point ON t USING gist (e);
CREATE INDEX t_gist_text ON t USING gist (g tsvector_ops (siglen = 100));
CREATE INDEX t_spgist ON t USING spgist (b);
CREATE INDEX t_spgist_inet ON t USING spgist (i);
CREATE INDEX t_brin ON t USING brin (f) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX t_brin_opclass ON t USING brin (f timestamptz_minmax_multi_ops (values_per_range = 8), a int4_bloom_ops (n_distinct_per_range = 50));
COMMENT ON INDEX t_gin IS 'for containment';
