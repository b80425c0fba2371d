ALTER INDEX first RENAME TO second;
ALTER INDEX p1_first RENAME TO p1_second;
