-- Types that are named and not defined yet: they are in the dump as well.
CREATE TYPE announced;
CREATE TYPE "Announced too";
