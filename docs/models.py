"""Models of dw__stackexchange__dbo.

In Alembic's env.py:

    engine = create_engine(url, connect_args={"options": "-csearch_path="})
    context.configure(
        connection=connection,
        target_metadata=models.Base.metadata,
        include_schemas=True,
        include_name=models.include_name,
        include_object=models.include_object,
        compare_type=models.compare_type,
        compare_server_default=True,
        version_table_schema="...",
    )

The empty search_path makes the server say every name with its schema, as this file
does. Alembic does not see: primary keys, checks, exclusion constraints, when a unique
constraint is checked, WITHOUT OVERLAPS and NOT ENFORCED of constraints, foreign keys with
PERIOD, of indexes WHERE, INCLUDE, access methods, operator classes and parameters, how a
generated column is computed, partition keys, inheritance, sequences, labels of enums,
definitions of domains, types that are Named, access methods and tablespaces of tables,
UNLOGGED, comments of constraints, views and foreign tables.

Left out, since SQLAlchemy has no words for it: comment (3), contents (1), routine
(1), schema (1), sequence owner (3), trigger (1), storage, statistics and options of
columns and tables, names of sequences of identity columns and of NOT NULL.
"""

# ruff: noqa: UP045

import datetime as dt
import re
from decimal import Decimal
from typing import Any, Optional

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Named(sa.types.UserDefinedType[str]):
    """A type that SQLAlchemy has no class for, by its name; values are texts."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **kw: Any) -> str:
        return self.name


BADGECLASS = postgresql.ENUM(
    "gold",
    "silver",
    "bronze",
    name="badgeclass",
    schema="dw__stackexchange__dbo",
    metadata=Base.metadata,
)
URL = postgresql.DOMAIN(
    "url",
    sa.String(200),
    constraint_name="ck_url",
    check=sa.text("((VALUE)::text ~ '^https?://'::text)"),
    schema="dw__stackexchange__dbo",
    metadata=Base.metadata,
)
comments_id_seq = sa.Sequence(
    "comments_id_seq",
    data_type=sa.Integer,
    schema="dw__stackexchange__dbo",
    metadata=Base.metadata,
)
tags_id_seq = sa.Sequence(
    "tags_id_seq",
    data_type=sa.Integer,
    schema="dw__stackexchange__dbo",
    metadata=Base.metadata,
)
votes_id_seq = sa.Sequence(
    "votes_id_seq",
    schema="dw__stackexchange__dbo",
    metadata=Base.metadata,
)


class Comments(Base):
    __tablename__ = "comments"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.CheckConstraint("((text)::text <> ''::text)", name="ck_comments_text"),
        sa.ForeignKeyConstraint(
            ["postid"],
            ["dw__stackexchange__dbo.posts.id"],
            name="fk_comments_posts",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["userid"],
            ["dw__stackexchange__dbo.users.id"],
            name="fk_comments_users",
        ),
        sa.Index("ix_comments_postid", "postid", postgresql_using="hash"),
        {"schema": "dw__stackexchange__dbo"},
    )

    Id: Mapped[int] = mapped_column(
        "id",
        sa.Integer,
        primary_key=True,
        server_default=sa.text("nextval('dw__stackexchange__dbo.comments_id_seq')"),
    )
    PostId: Mapped[int] = mapped_column("postid", sa.Integer)
    UserId: Mapped[Optional[int]] = mapped_column("userid", sa.Integer)
    Text: Mapped[str] = mapped_column("text", sa.String(700))
    CreationDate: Mapped[dt.datetime] = mapped_column(
        "creationdate",
        postgresql.TIMESTAMP(precision=3),
        server_default=sa.text("now()"),
    )

    post: Mapped["Posts"] = relationship(back_populates="comments")
    user: Mapped[Optional["Users"]] = relationship(back_populates="comments")


class Medals(Base):
    __tablename__ = "medals"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="pk_badges"),
        sa.ForeignKeyConstraint(
            ["userid"],
            ["dw__stackexchange__dbo.users.id"],
            name="fk_badges_users",
            ondelete="CASCADE",
        ),
        {"schema": "dw__stackexchange__dbo"},
    )

    Id: Mapped[int] = mapped_column(
        "id",
        sa.Integer,
        sa.Identity(always=False, cache=10),
        primary_key=True,
    )
    UserId: Mapped[int] = mapped_column("userid", sa.Integer)
    Name: Mapped[str] = mapped_column("name", sa.String(40))
    Class: Mapped[str] = mapped_column(
        "class",
        BADGECLASS,
        server_default=sa.text("'bronze'::dw__stackexchange__dbo.badgeclass"),
    )
    Date: Mapped[dt.datetime] = mapped_column(
        "date",
        postgresql.TIMESTAMP(precision=3),
        server_default=sa.text("now()"),
    )

    user: Mapped["Users"] = relationship(back_populates="medals")


class PostLinks(Base):
    __tablename__ = "postlinks"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="postlinks_pkey"),
        sa.ForeignKeyConstraint(
            ["postid"],
            ["dw__stackexchange__dbo.posts.id"],
            name="postlinks_postid_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["relatedpostid"],
            ["dw__stackexchange__dbo.posts.id"],
            name="postlinks_relatedpostid_fkey",
        ),
        {"schema": "dw__stackexchange__dbo"},
    )

    Id: Mapped[int] = mapped_column(
        "id",
        sa.Integer,
        sa.Identity(always=True),
        primary_key=True,
    )
    PostId: Mapped[int] = mapped_column("postid", sa.Integer)
    RelatedPostId: Mapped[int] = mapped_column("relatedpostid", sa.Integer)

    post: Mapped["Posts"] = relationship(
        foreign_keys="[PostLinks.PostId]",
        back_populates="post_links_post",
    )
    related_post: Mapped["Posts"] = relationship(
        foreign_keys="[PostLinks.RelatedPostId]",
        back_populates="post_links_related_post",
    )


class Posts(Base):
    __tablename__ = "posts"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
        sa.CheckConstraint(
            "((closeddate IS NULL) OR (closeddate >= creationdate))",
            name="ck_posts_closed",
        ),
        sa.CheckConstraint(
            "((posttypeid <> 1) OR (title IS NOT NULL))",
            name="ck_posts_title",
        ),
        sa.ForeignKeyConstraint(
            ["acceptedanswerid"],
            ["dw__stackexchange__dbo.posts.id"],
            name="fk_posts_acceptedanswer",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["parentid"],
            ["dw__stackexchange__dbo.posts.id"],
            name="fk_posts_parent",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["posttypeid"],
            ["dw__stackexchange__dbo.posttypes.id"],
            name="fk_posts_posttypes",
        ),
        sa.ForeignKeyConstraint(
            ["owneruserid"],
            ["dw__stackexchange__dbo.users.id"],
            name="fk_posts_users",
            ondelete="SET NULL",
        ),
        sa.Index(
            "ix_posts_open",
            sa.text("score DESC"),
            postgresql_where=sa.text("((closeddate IS NULL) AND (posttypeid = 1))"),
        ),
        sa.Index(
            "ix_posts_owner",
            "owneruserid",
            sa.text("creationdate DESC"),
            postgresql_include=["score"],
        ),
        {"schema": "dw__stackexchange__dbo", "comment": "Questions and answers"},
    )

    Id: Mapped[int] = mapped_column(
        "id",
        sa.Integer,
        sa.Identity(always=True, start=4),
        primary_key=True,
    )
    PostTypeId: Mapped[int] = mapped_column("posttypeid", sa.SmallInteger)
    ParentId: Mapped[Optional[int]] = mapped_column("parentid", sa.Integer)
    AcceptedAnswerId: Mapped[Optional[int]] = mapped_column(
        "acceptedanswerid",
        sa.Integer,
    )
    OwnerUserId: Mapped[Optional[int]] = mapped_column("owneruserid", sa.Integer)
    Title: Mapped[Optional[str]] = mapped_column("title", sa.String(250))
    Body: Mapped[str] = mapped_column("body", sa.Text)
    Score: Mapped[int] = mapped_column("score", sa.Integer, server_default=sa.text("0"))
    ViewCount: Mapped[Optional[int]] = mapped_column("viewcount", sa.Integer)
    CreationDate: Mapped[dt.datetime] = mapped_column(
        "creationdate",
        postgresql.TIMESTAMP(precision=3),
        server_default=sa.text("now()"),
    )
    LastEditDate: Mapped[Optional[dt.datetime]] = mapped_column(
        "lasteditdate",
        postgresql.TIMESTAMP(precision=3),
    )
    ClosedDate: Mapped[Optional[dt.datetime]] = mapped_column(
        "closeddate",
        postgresql.TIMESTAMP(precision=3),
    )
    Tags_: Mapped[Optional[str]] = mapped_column("tags", sa.String(250))
    IsQuestion: Mapped[Optional[bool]] = mapped_column(
        "isquestion",
        sa.Boolean,
        sa.Computed("(posttypeid = 1)", persisted=True),
    )

    comments: Mapped[list["Comments"]] = relationship(
        back_populates="post",
        passive_deletes="all",
    )
    post_links_post: Mapped[list["PostLinks"]] = relationship(
        foreign_keys="[PostLinks.PostId]",
        back_populates="post",
        passive_deletes="all",
    )
    post_links_related_post: Mapped[list["PostLinks"]] = relationship(
        foreign_keys="[PostLinks.RelatedPostId]",
        back_populates="related_post",
    )
    accepted_answer: Mapped[Optional["Posts"]] = relationship(
        foreign_keys="[Posts.AcceptedAnswerId]",
        remote_side="[Posts.Id]",
        back_populates="posts_accepted_answer",
    )
    posts_accepted_answer: Mapped[list["Posts"]] = relationship(
        foreign_keys="[Posts.AcceptedAnswerId]",
        back_populates="accepted_answer",
    )
    parent: Mapped[Optional["Posts"]] = relationship(
        foreign_keys="[Posts.ParentId]",
        remote_side="[Posts.Id]",
        back_populates="posts_parent",
    )
    posts_parent: Mapped[list["Posts"]] = relationship(
        foreign_keys="[Posts.ParentId]",
        back_populates="parent",
        passive_deletes="all",
    )
    post_type: Mapped["PostTypes"] = relationship(back_populates="posts")
    owner_user: Mapped[Optional["Users"]] = relationship(back_populates="posts")
    votes: Mapped[list["Votes"]] = relationship(
        back_populates="post",
        passive_deletes="all",
    )
    tags: Mapped[list["Tags"]] = relationship(
        secondary=lambda: PostTags,
        back_populates="posts",
        passive_deletes=True,
    )


# Ties rows of two tables together.
PostTags: sa.Table = sa.Table(
    "posttags",
    Base.metadata,
    sa.Column("postid", sa.Integer, primary_key=True),
    sa.Column("tagid", sa.Integer, primary_key=True),
    sa.PrimaryKeyConstraint("postid", "tagid", name="pk_posttags"),
    sa.ForeignKeyConstraint(
        ["postid"],
        ["dw__stackexchange__dbo.posts.id"],
        name="fk_posttags_posts",
        ondelete="CASCADE",
    ),
    sa.ForeignKeyConstraint(
        ["tagid"],
        ["dw__stackexchange__dbo.tags.id"],
        name="fk_posttags_tags",
        ondelete="RESTRICT",
    ),
    schema="dw__stackexchange__dbo",
)


class PostTypes(Base):
    __tablename__ = "posttypes"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="pk_posttypes"),
        sa.UniqueConstraint("type", name="uq_posttypes_type"),
        {"schema": "dw__stackexchange__dbo"},
    )

    Id: Mapped[int] = mapped_column(
        "id",
        sa.SmallInteger,
        primary_key=True,
        autoincrement=False,
    )
    Type: Mapped[str] = mapped_column("type", sa.String(50))

    posts: Mapped[list["Posts"]] = relationship(back_populates="post_type")


class Tags(Base):
    __tablename__ = "tags"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="pk_tags"),
        sa.Index("ux_tags_tagname", sa.text("lower((tagname)::text)"), unique=True),
        {"schema": "dw__stackexchange__dbo"},
    )

    Id: Mapped[int] = mapped_column(
        "id",
        sa.Integer,
        primary_key=True,
        server_default=sa.text("nextval('dw__stackexchange__dbo.tags_id_seq')"),
    )
    TagName: Mapped[str] = mapped_column("tagname", sa.String(35))
    Count: Mapped[int] = mapped_column("count", sa.Integer, server_default=sa.text("0"))
    Order: Mapped[Optional[int]] = mapped_column(
        "order",
        sa.Integer,
        comment="A reserved word",
    )

    posts: Mapped[list["Posts"]] = relationship(
        secondary=lambda: PostTags,
        back_populates="tags",
    )


class Users(Base):
    __tablename__ = "users"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("accountid", name="uq_users_accountid"),
        sa.CheckConstraint("(reputation >= 0)", name="ck_users_reputation"),
        sa.Index("ix_users_displayname", sa.text("lower((displayname)::text)")),
        sa.Index("ix_users_reputation", sa.text("reputation DESC NULLS LAST"), "id"),
        {
            "schema": "dw__stackexchange__dbo",
            "comment": "People who write, vote and comment",
        },
    )

    Id: Mapped[int] = mapped_column(
        "id",
        sa.Integer,
        sa.Identity(always=False),
        primary_key=True,
    )
    AccountId: Mapped[Optional[int]] = mapped_column("accountid", sa.Integer)
    DisplayName: Mapped[str] = mapped_column("displayname", sa.String(40))
    Reputation: Mapped[int] = mapped_column(
        "reputation",
        sa.BigInteger,
        server_default=sa.text("1"),
        comment='Never below zero; "1" for a newcomer',
    )
    WebsiteUrl: Mapped[Optional[str]] = mapped_column("websiteurl", URL)
    Location: Mapped[Optional[str]] = mapped_column("location", sa.String(100))
    CreationDate: Mapped[dt.datetime] = mapped_column(
        "creationdate",
        postgresql.TIMESTAMP(precision=3),
        server_default=sa.text("now()"),
    )
    LastAccessDate: Mapped[dt.datetime] = mapped_column(
        "lastaccessdate",
        postgresql.TIMESTAMP(precision=3),
        server_default=sa.text("now()"),
    )
    Views: Mapped[int] = mapped_column("views", sa.Integer, server_default=sa.text("0"))
    UpVotes: Mapped[int] = mapped_column(
        "upvotes",
        sa.Integer,
        server_default=sa.text("0"),
    )
    DownVotes: Mapped[int] = mapped_column(
        "downvotes",
        sa.Integer,
        server_default=sa.text("0"),
    )
    EmailHash: Mapped[Optional[str]] = mapped_column(
        "emailhash",
        sa.String(40),
        server_default=sa.text("''::character varying"),
    )

    comments: Mapped[list["Comments"]] = relationship(back_populates="user")
    medals: Mapped[list["Medals"]] = relationship(
        back_populates="user",
        passive_deletes="all",
    )
    posts: Mapped[list["Posts"]] = relationship(
        back_populates="owner_user",
        passive_deletes="all",
    )
    votes: Mapped[list["Votes"]] = relationship(back_populates="user")


class Votes(Base):
    __tablename__ = "votes"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="pk_votes"),
        sa.UniqueConstraint("postid", "userid", "votetypeid", name="uq_votes"),
        sa.ForeignKeyConstraint(
            ["postid"],
            ["dw__stackexchange__dbo.posts.id"],
            name="fk_votes_posts",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["userid"],
            ["dw__stackexchange__dbo.users.id"],
            name="fk_votes_users",
        ),
        sa.ForeignKeyConstraint(
            ["votetypeid"],
            ["dw__stackexchange__dbo.votetypes.id"],
            name="fk_votes_votetypes",
        ),
        {"schema": "dw__stackexchange__dbo"},
    )

    Id: Mapped[int] = mapped_column(
        "id",
        sa.BigInteger,
        primary_key=True,
        server_default=sa.text("nextval('dw__stackexchange__dbo.votes_id_seq')"),
    )
    PostId: Mapped[int] = mapped_column("postid", sa.Integer)
    UserId: Mapped[Optional[int]] = mapped_column("userid", sa.Integer)
    VoteTypeId: Mapped[int] = mapped_column("votetypeid", sa.SmallInteger)
    BountyAmount: Mapped[Optional[Decimal]] = mapped_column(
        "bountyamount",
        sa.Numeric(9, 2),
    )
    CreationDate: Mapped[dt.datetime] = mapped_column(
        "creationdate",
        postgresql.TIMESTAMP(precision=3),
        server_default=sa.text("CURRENT_DATE"),
    )

    post: Mapped["Posts"] = relationship(back_populates="votes")
    user: Mapped[Optional["Users"]] = relationship(back_populates="votes")
    vote_type: Mapped["VoteTypes"] = relationship(back_populates="votes")


class VoteTypes(Base):
    __tablename__ = "votetypes"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="pk_votetypes"),
        {"schema": "dw__stackexchange__dbo"},
    )

    Id: Mapped[int] = mapped_column(
        "id",
        sa.SmallInteger,
        primary_key=True,
        autoincrement=False,
    )
    Name: Mapped[str] = mapped_column("name", sa.String(50))

    votes: Mapped[list["Votes"]] = relationship(back_populates="vote_type")


# Views and foreign tables are for reading. Their own MetaData keeps them from create_all() and from Alembic.
views = sa.MetaData(info={"read_only": True})

Questions = sa.Table(
    "questions",
    views,
    sa.Column("id", sa.Integer),
    sa.Column("title", sa.String(250)),
    sa.Column("score", sa.Integer),
    sa.Column("owner", sa.String(40), comment="Empty when the user is gone"),
    sa.Column("creationdate", postgresql.TIMESTAMP(precision=3)),
    schema="dw__stackexchange__dbo",
    comment="Posts that ask",
    info={"is_view": True, "kind": "view", "read_only": True},
)
TagScores = sa.Table(
    "tagscores",
    views,
    sa.Column("tagname", sa.String(35)),
    sa.Column("questions", sa.BigInteger),
    sa.Column("score", sa.BigInteger),
    schema="dw__stackexchange__dbo",
    info={"is_view": True, "kind": "materialized view", "read_only": True},
)
UserActivity = sa.Table(
    "useractivity",
    views,
    sa.Column("id", sa.Integer),
    sa.Column("displayname", sa.String(40)),
    sa.Column("posts", sa.BigInteger),
    sa.Column("score", sa.BigInteger),
    schema="dw__stackexchange__dbo",
    info={"is_view": True, "kind": "view", "read_only": True},
)


# For Alembic.
SCHEMAS: set[str] = {"dw__stackexchange__dbo"}
PARTITIONS: set[str] = set()
PERIODS: set[str] = set()


def include_name(name: Optional[str], type_: str, parents: Any) -> bool:
    """Keep Alembic to these schemas, and from partitions."""
    if type_ == "schema":
        return name in SCHEMAS
    if type_ == "table":
        return f"{parents['schema_name']}.{name}" not in PARTITIONS
    return True


def bare(element: Any) -> str:
    """An element of an index without what Alembic does not read, or reads otherwise."""
    text = getattr(element, "text", element)
    if not isinstance(text, str):
        text = str(text.compile(compile_kwargs={"include_table": False}))
    name = r'(\w+|"[^"]+")'
    unread = rf" COLLATE ({name}\.)?{name}| [\w.]+_ops( \([^()]*\))?| ASC"
    return re.sub(r'[\s\\()"]', "", re.sub(unread, "", text))


def known(index: Any) -> tuple[list[str], bool, bool]:
    """What Alembic knows of an index."""
    alike = index.dialect_kwargs.get("postgresql_nulls_not_distinct")
    elements = [bare(element) for element in index.expressions]
    return elements, bool(index.unique), bool(alike)


def include_object(
    object_: Any, name: Optional[str], type_: str, reflected: bool, other: Any
) -> bool:
    """Keep Alembic from tables that are not described here, and from what it reads in
    another way than it is written here."""
    if type_ == "table":
        return not object_.info.get("external")
    if type_ == "foreign_key_constraint" and other is None:
        # The server makes one for each partition that a key leads to.
        foreign = object_.elements[0].target_fullname.rpartition(".")[0]
        own = f"{object_.table.schema}.{object_.table.name}.{name}"
        return not reflected or foreign not in PARTITIONS and own not in PERIODS
    if type_ == "column" and other is not None and other.server_default is None:
        # It hides the default of a column that owns its sequence.
        default = object_.server_default
        if str(getattr(default, "arg", "")).startswith("nextval("):
            other.server_default = default
    if type_ == "index" and other is not None:
        return known(object_) != known(other)
    return True


def compare_type(
    context: Any, inspected: Any, column: Any, inspected_type: Any, type_: Any
) -> Optional[bool]:
    """SQLAlchemy reads a type that it has no class for as another one, or as none."""
    return False if isinstance(type_, Named) else None
