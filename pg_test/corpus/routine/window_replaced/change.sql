CREATE OR REPLACE FUNCTION number() RETURNS bigint LANGUAGE internal WINDOW STABLE COST 3 AS 'window_rank';
CREATE OR REPLACE FUNCTION supported(a text, b text) RETURNS boolean LANGUAGE internal IMMUTABLE AS 'textnlike';
