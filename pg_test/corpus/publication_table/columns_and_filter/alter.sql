ALTER PUBLICATION a SET TABLE app.t (id, b) WHERE (id <> 7), app.u;
