ALTER INDEX i SET (deduplicate_items = off);
ALTER INDEX i RESET (fillfactor);
ALTER INDEX g SET (fastupdate = off);
ALTER INDEX e ALTER COLUMN 1 SET STATISTICS 500;
