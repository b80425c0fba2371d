CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE stays (m mood);
CREATE VIEW constant AS SELECT 'glad'::mood AS m;
CREATE VIEW column_of_it AS SELECT m FROM stays;
CREATE VIEW over_it AS SELECT c.m FROM column_of_it c WHERE c.m <> 'glad';
CREATE VIEW as_text AS SELECT m::text AS t FROM stays;
