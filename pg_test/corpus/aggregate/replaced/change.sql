CREATE OR REPLACE AGGREGATE total(integer) (SFUNC = int4mul, STYPE = integer, INITCOND = '1', PARALLEL = SAFE, COMBINEFUNC = int4mul);
CREATE OR REPLACE AGGREGATE "Ends"(text) (SFUNC = text_larger, STYPE = text, SORTOP = >);
CREATE OR REPLACE AGGREGATE mean(float8) (SFUNC = float8_accum, STYPE = float8[], FINALFUNC = float8_var_pop, INITCOND = '{0,0,0}', SSPACE = 64);
CREATE OR REPLACE AGGREGATE middle(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA, SSPACE = 8);
