SELECT format('CREATE TABLE wide (%s)', string_agg(format('c%s integer DEFAULT %s', n, n), ', ')) FROM generate_series(1, 400) n \gexec
