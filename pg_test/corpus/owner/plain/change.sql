ALTER TABLE app.t ADD COLUMN more serial;
