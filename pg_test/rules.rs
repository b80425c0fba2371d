//! Each rule, seen from its effect on a target.

use crate::follow::Pair;
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

const LEGACY: &str = r#"
    CREATE SCHEMA dbo;
    CREATE TABLE dbo."tblUSER_DATA" ("UserID" integer, "tblNote" text,
        CONSTRAINT "PK_tblUSER" PRIMARY KEY ("UserID"));
    CREATE TABLE dbo."tblPost" ("PostID" serial PRIMARY KEY, "UserID" integer,
        CONSTRAINT "FK_tblPost_tblUSER" FOREIGN KEY ("UserID") REFERENCES dbo."tblUSER_DATA");
    CREATE INDEX "IX_tblPost" ON dbo."tblPost" (lower("UserID"::text));
    CREATE VIEW dbo."vwPosts" AS
        SELECT u."tblNote", p."PostID" FROM dbo."tblPost" p JOIN dbo."tblUSER_DATA" u USING ("UserID");
    INSERT INTO dbo."tblUSER_DATA" VALUES (1, 'one');
    COMMENT ON INDEX dbo."PK_tblUSER" IS 'of a constraint';"#;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 13] = [
        ("prefixes", prefixes),
        ("exact_names", exact_names),
        ("include", include),
        ("exclude", exclude),
        ("excluded_kinds", excluded_kinds),
        ("excluded_indexes_leave_partitions", excluded_indexes),
        ("excluded_owners_of_sequences", excluded_owners),
        ("excluded_inheritance", excluded_inheritance),
        ("external_error", external_error),
        ("external_skip", external_skip),
        ("external_keep", external_keep),
        ("idle_rules", idle_rules),
        ("rules_one_after_the_other", rules_one_after_the_other),
    ];
    cases.into_iter().map(|(name, case)| trial(format!("rules::{name}"), case)).collect()
}

/// Follows schema `dbo` under rules; returns the plan with its warnings.
fn follow(hint: &str, script: &str, rules: &str) -> Outcome<(Pair, String)> {
    let pair = Pair::of_schema(hint, script, "'dbo'")?;
    pair.target.sql(&format!("SELECT schemig.configure('src_server', 'dbo', '{rules}')"))?;
    let said = pair.target.said(&pair.plan_sql())?;
    pair.upgrade()?;
    pair.must_be_unchanged("under the same rules")?;
    Ok((pair, said.notices + &said.rows))
}

/// Names of relations, columns and constraints of the target's schema, one a line, sorted. NOT NULL is a constraint from
/// 18 on only.
fn names(pair: &Pair, schema: &str) -> Outcome<String> {
    let list = pair.target.sql(&format!(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = '{schema}'::regnamespace
          UNION SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
          WHERE c.relnamespace = '{schema}'::regnamespace AND c.relkind IN ('r', 'v') AND a.attnum > 0
          UNION SELECT conname FROM pg_constraint WHERE connamespace = '{schema}'::regnamespace AND contype <> 'n'
          ORDER BY 1"
    ))?;
    Ok(list.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn must_be(found: &str, expected: &str) -> Outcome {
    if found == expected { Ok(()) } else { Err(format!("expected\n{expected}\nfound\n{found}")) }
}

fn must_say(text: &str, part: &str) -> Outcome {
    if text.contains(part) { Ok(()) } else { Err(format!("should say \"{part}\":\n{text}")) }
}

fn prefixes() -> Outcome {
    let rules = r#"{"case": "snake", "names": [
        {"on": ["table"], "match": "^(?i)tbl_?(.+)$", "replace": "$1"},
        {"on": ["constraint"], "match": "^PK_tbl", "replace": "pk_"}]}"#;
    let (pair, _) = follow("prefixes", LEGACY, rules)?;
    must_be(
        &names(&pair, "dbo")?,
        "fk_tbl_post_tbl_user ix_tbl_post pk_user post post.post_id post.user_id post_post_id_seq \
         tbl_post_pkey user_data user_data.tbl_note user_data.user_id vw_posts vw_posts.post_id \
         vw_posts.tbl_note",
    )?;
    let comment = pair.target.sql("SELECT obj_description('dbo.pk_user'::regclass)")?;
    must_be(comment.trim(), "of a constraint")?;
    pair.downgrade("base").map(|_| ())
}

fn exact_names() -> Outcome {
    let rules = r#"{"case": "lower", "schema": "dw__{schema}", "rename": {
        "dbo": "sales", "dbo.tblPost": "posts", "dbo.tblUSER_DATA.tblNote": "Remark",
        "dbo.vwPosts.tblNote": "remark", "dbo.tblPost.FK_tblPost_tblUSER": "to_user"}}"#;
    let (pair, _) = follow("exact_names", LEGACY, rules)?;
    must_be(
        &names(&pair, "sales")?,
        "ix_tblpost pk_tbluser posts posts.postid posts.userid posts_postid_seq tblpost_pkey \
         tbluser_data tbluser_data.Remark tbluser_data.userid to_user vwposts vwposts.postid vwposts.remark",
    )?;
    pair.target.sql("SELECT remark FROM sales.vwposts").map(|_| ())
}

/// What belongs to an excluded table goes with it; what needs it is named in a WARNING.
fn include() -> Outcome {
    let (pair, plan) = follow("include", LEGACY, r#"{"include": ["tblP*"]}"#)?;
    must_be(
        &names(&pair, "dbo")?,
        "IX_tblPost tblPost tblPost.PostID tblPost.UserID tblPost_PostID_seq tblPost_pkey",
    )?;
    must_say(&plan, r#"dbo."tblPost"."FK_tblPost_tblUSER" is not carried"#)
}

fn exclude() -> Outcome {
    let (pair, plan) = follow("exclude", LEGACY, r#"{"exclude": ["tblPost"]}"#)?;
    must_be(
        &names(&pair, "dbo")?,
        "PK_tblUSER tblUSER_DATA tblUSER_DATA.UserID tblUSER_DATA.tblNote",
    )?;
    must_say(&plan, r#"view dbo."vwPosts" is not carried, since it needs"#)
}

fn excluded_kinds() -> Outcome {
    let script = format!(
        "{LEGACY} CREATE RULE the_rule AS ON INSERT TO dbo.\"tblPost\" DO ALSO NOTIFY x;
         CREATE COLLATION dbo.the_collation FROM \"C\";"
    );
    let (pair, plan) = follow(
        "excluded_kinds",
        &script,
        r#"{"kinds": {"exclude": ["view", "index", "rule", "collation"]}}"#,
    )?;
    must_be(
        &names(&pair, "dbo")?,
        "FK_tblPost_tblUSER PK_tblUSER tblPost tblPost.PostID tblPost.UserID tblPost_PostID_seq \
         tblPost_pkey tblUSER_DATA tblUSER_DATA.UserID tblUSER_DATA.tblNote",
    )?;
    if plan.contains("the_rule") || plan.contains("the_collation") {
        Err(format!("an excluded kind is warned of:\n{plan}"))
    } else {
        Ok(())
    }
}

/// A partition is one without its indexes too, and rows find it.
fn excluded_indexes() -> Outcome {
    let script = "CREATE SCHEMA dbo;
        CREATE TABLE dbo.p (k integer, d date) PARTITION BY RANGE (d);
        CREATE TABLE dbo.p1 PARTITION OF dbo.p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
        CREATE INDEX ix ON dbo.p (k);";
    let rules = r#"{"kinds": {"exclude": ["index"]}}"#;
    let (pair, plan) = follow("excluded_indexes", script, rules)?;
    if plan.contains("is not carried") {
        return Err(format!("something is left out besides:\n{plan}"));
    }
    pair.target.sql("INSERT INTO dbo.p VALUES (1, '2020-02-02')")?;
    must_be(&names(&pair, "dbo")?, "p p1 p1.d p1.k")?;
    pair.target.sql("SELECT schemig.downgrade('base', allow => '{data_loss}')").map(|_| ())
}

/// A sequence that no column owns is dropped by itself.
fn excluded_owners() -> Outcome {
    let script = "CREATE SCHEMA dbo; CREATE TABLE dbo.t (id serial);";
    let rules = r#"{"kinds": {"exclude": ["sequence owner"]}}"#;
    let (pair, _) = follow("excluded_owners", script, rules)?;
    pair.target.sql("SELECT schemig.downgrade('base', allow => '{data_loss}')")?;
    let left = pair.target.sql("SELECT nspname FROM pg_namespace WHERE nspname = 'dbo'")?;
    must_be(&left, "")
}

fn excluded_inheritance() -> Outcome {
    let pair = Pair::of_schema("excluded_inheritance", "CREATE SCHEMA dbo", "'dbo'")?;
    let rules = r#"{"kinds": {"exclude": ["inheritance"]}}"#;
    let sql = format!("SELECT schemig.configure('src_server', 'dbo', '{rules}')");
    match pair.target.sql(&sql) {
        Ok(said) => Err(format!("the rule was taken: {said}")),
        Err(error) => must_say(&error, "cannot leave out kind \"inheritance\""),
    }
}

const ACROSS: &str = "CREATE SCHEMA dbo; CREATE SCHEMA other;
    CREATE TABLE other.base (id integer PRIMARY KEY);
    CREATE TABLE dbo.plain (id integer PRIMARY KEY);
    CREATE TABLE dbo.child (id integer REFERENCES other.base);";

fn external_error() -> Outcome {
    let pair = Pair::of_schema("external_error", ACROSS, "'dbo'")?;
    match pair.plan() {
        Ok(plan) => Err(format!("a reference to another schema should be an error:\n{plan}")),
        Err(error) => must_say(&error, "child_id_fkey"),
    }
}

fn external_skip() -> Outcome {
    let (pair, plan) = follow("external_skip", ACROSS, r#"{"external": "skip"}"#)?;
    must_be(&names(&pair, "dbo")?, "child child.id plain plain.id plain_pkey")?;
    must_say(&plan, "child_id_fkey is not carried")
}

fn external_keep() -> Outcome {
    let pair = Pair::of_schema("external_keep", ACROSS, "'dbo'")?;
    pair.target.sql("CREATE SCHEMA other; CREATE TABLE other.base (id integer PRIMARY KEY);")?;
    pair.target.sql(r#"SELECT schemig.configure('src_server', 'dbo', '{"external": "keep"}')"#)?;
    pair.follow()?;
    must_be(&names(&pair, "dbo")?, "child child.id child_id_fkey plain plain.id plain_pkey")
}

fn idle_rules() -> Outcome {
    let rules = r#"{"exclude": ["nothing*"], "rename": {"dbo.nobody": "x"},
        "names": [{"match": "^nowhere$", "replace": "y"}]}"#;
    let (_, plan) = follow("idle_rules", LEGACY, rules)?;
    must_say(&plan, r#"rule "exclude": "nothing*" matches nothing"#)?;
    must_say(&plan, r#"rule "rename.dbo.nobody" matches nothing"#)?;
    must_say(&plan, r#"rule "names[0]" matches nothing"#)
}

/// Each regular expression is for what the one before it has made of a name.
fn rules_one_after_the_other() -> Outcome {
    let rules = r#"{"names": [{"on": ["table"], "match": "1$", "replace": "X"},
        {"on": ["table"], "match": "X$", "replace": "2"}, {"on": ["table"], "match": "1$", "replace": "Y"}]}"#;
    let script = "CREATE SCHEMA dbo; CREATE TABLE dbo.t1 (i integer);";
    let (pair, plan) = follow("one_after_the_other", script, rules)?;
    must_be(&names(&pair, "dbo")?, "t2 t2.i")?;
    must_say(&plan, r#"rule "names[2]" matches nothing"#)?;
    match plan.contains("names[1]") {
        true => Err(format!("a rule that has made a name is told to be idle:\n{plan}")),
        false => Ok(()),
    }
}
