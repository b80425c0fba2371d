ALTER TABLE t ALTER s TYPE text, ALTER m TYPE text;
DROP TYPE span;
CREATE TYPE span AS RANGE (subtype = bigint);
ALTER TABLE t ALTER s TYPE span USING s::span, ALTER m TYPE span_multirange USING m::span_multirange;
