CREATE TABLE t (a integer, id integer, d integer);
CREATE TABLE "sel""ect" (a integer, "C" bigint, id text[]);
CREATE POLICY "p 4" ON "sel""ect" USING (a IS NOT NULL) WITH CHECK (id IS NOT NULL);
