ALTER TYPE mood ADD VALUE 'glad';
CREATE OR REPLACE VIEW constant AS SELECT 'glad'::mood AS m;
CREATE OR REPLACE VIEW column_of_it AS SELECT m FROM stays;
CREATE OR REPLACE VIEW over_it AS SELECT c.m FROM column_of_it c WHERE c.m <> 'glad';
CREATE OR REPLACE VIEW as_text AS SELECT m::text AS t FROM stays;
DROP TABLE going;
