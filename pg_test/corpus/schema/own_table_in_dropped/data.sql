INSERT INTO going.mine VALUES (1);
