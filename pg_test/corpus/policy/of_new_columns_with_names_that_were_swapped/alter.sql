ALTER TABLE t RENAME COLUMN id TO between;
ALTER TABLE t RENAME COLUMN a TO id;
ALTER TABLE t RENAME COLUMN between TO a;
CREATE TABLE "sel""ect" (a integer, "C" bigint, id text[]);
CREATE POLICY "p 4" ON "sel""ect" USING (a IS NOT NULL) WITH CHECK (id IS NOT NULL);
