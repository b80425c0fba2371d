ALTER TABLE t ALTER a TYPE numeric(10,2), ALTER b TYPE integer, ALTER c TYPE numeric(8);
