INSERT INTO "T.1" VALUES (1, 'x', 'y');
