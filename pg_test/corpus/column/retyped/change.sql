ALTER TABLE t ALTER a TYPE bigint, ALTER b TYPE varchar(20), ALTER d TYPE bigint;
ALTER TABLE t ALTER c TYPE integer USING c::integer;
ALTER TABLE t ALTER e TYPE temper USING e::text::temper, ALTER f TYPE temper[] USING f::text[]::temper[];
ALTER TABLE t ALTER g TYPE price, ALTER h TYPE text, ALTER i TYPE varchar(8) COLLATE "POSIX";
ALTER TABLE t ALTER j TYPE timestamptz, ALTER k TYPE integer USING k::integer, ALTER l TYPE text, ALTER m TYPE bigint[];
ALTER TABLE t ALTER n TYPE varchar;
ALTER INDEX t_d ALTER COLUMN 2 SET STATISTICS 300;
ALTER STATISTICS t_stat SET STATISTICS 50;
