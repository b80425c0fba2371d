ALTER TABLE t ALTER a TYPE date, ALTER b TYPE timestamp(0), ALTER c TYPE date, ALTER d TYPE time;
