ALTER TABLE child INHERIT parent;
ALTER TABLE leaves NO INHERIT parent;
