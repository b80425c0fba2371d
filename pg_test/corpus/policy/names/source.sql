DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'Odd "rôle".x') THEN CREATE ROLE "Odd ""rôle"".x"; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'select') THEN CREATE ROLE "select"; END IF;
END $$;
CREATE SCHEMA "Sch.ema";
CREATE TABLE "Sch.ema"."Ta""ble" ("Col.umn" integer, "user" text);
ALTER TABLE "Sch.ema"."Ta""ble" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Pol""icy.x" ON "Sch.ema"."Ta""ble" TO "select", "Odd ""rôle"".x" USING ("Col.umn" > 0 AND "user" = 'a''b\c');
CREATE POLICY "check" ON "Sch.ema"."Ta""ble" TO "Odd ""rôle"".x"
  USING (EXISTS (SELECT 1 FROM "Sch.ema"."Ta""ble" AS "check" WHERE "check"."Col.umn" = "Ta""ble"."Col.umn"));
COMMENT ON POLICY "Pol""icy.x" ON "Sch.ema"."Ta""ble" IS 'odd';
