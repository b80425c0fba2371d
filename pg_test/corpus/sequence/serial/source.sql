CREATE TABLE small (id smallserial PRIMARY KEY);
CREATE TABLE plain (id serial PRIMARY KEY, other serial);
CREATE TABLE large (id bigserial);
