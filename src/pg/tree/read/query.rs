//! Copies queries and what stands in FROM.

use super::{Join, Kind, Node, Reader, alias, name, strings};
use crate::error::Result;
use crate::pg::parser::items;
use crate::pg::tree::{Conflict, Cte, Modify, Select, With};
use pgrx::pg_sys::{self, NodeTag};

// All methods are unsafe for the same reason: pointers must be those of a raw parse tree.
impl Reader {
    pub(super) unsafe fn query(&mut self, tag: NodeTag, node: *mut pg_sys::Node) -> Result<Node> {
        let kind = unsafe {
            match tag {
                NodeTag::T_SelectStmt => self.select(&*node.cast())?,
                NodeTag::T_InsertStmt => self.insert(&*node.cast())?,
                NodeTag::T_UpdateStmt => self.update(&*node.cast())?,
                NodeTag::T_DeleteStmt => self.delete(&*node.cast())?,
                #[cfg(not(any(feature = "pg13", feature = "pg14")))]
                NodeTag::T_MergeStmt => self.merge(&*node.cast())?,
                _ => Kind::Other(Vec::new()),
            }
        };
        Ok(self.finish(-1, kind))
    }

    unsafe fn select(&mut self, it: &pg_sys::SelectStmt) -> Result<Kind> {
        unsafe {
            let mut select = Select { with: self.with(it.withClause)?, ..Select::default() };
            if !it.larg.is_null() {
                select.sides = Some((self.boxed(it.larg)?, self.boxed(it.rarg)?));
            }
            // DISTINCT without ON is a list of one NULL.
            select.distinct = self.list(it.distinctClause)?;
            select.targets = self.list(it.targetList)?;
            select.from = self.list(it.fromClause)?;
            select.condition = self.option(it.whereClause)?;
            select.group = self.list(it.groupClause)?;
            select.having = self.option(it.havingClause)?;
            select.windows = self.list(it.windowClause)?;
            select.values = self.list(it.valuesLists)?;
            select.order = self.list(it.sortClause)?;
            select.limit = self.option(it.limitOffset)?.into_iter().collect();
            select.limit.extend(self.option(it.limitCount)?);
            for clause in items::<pg_sys::LockingClause>(it.lockingClause) {
                select.locked.extend(self.list((*clause).lockedRels)?);
            }
            Ok(Kind::Select(Box::new(select)))
        }
    }

    unsafe fn with(&mut self, it: *mut pg_sys::WithClause) -> Result<Option<With>> {
        if it.is_null() {
            return Ok(None);
        }
        let mut queries = Vec::new();
        for cte in unsafe { items::<pg_sys::CommonTableExpr>((*it).ctes) } {
            queries.push(unsafe { self.cte(&*cte)? });
        }
        Ok(Some(With { recursive: unsafe { (*it).recursive }, queries }))
    }

    unsafe fn cte(&mut self, it: &pg_sys::CommonTableExpr) -> Result<Cte> {
        unsafe {
            #[cfg_attr(feature = "pg13", allow(unused_mut))]
            let mut cte = Cte {
                name: name(it.ctename).unwrap_or_default(),
                columns: strings(it.aliascolnames),
                query: self.node(it.ctequery)?,
                search: None,
                cycle: None,
                rest: Vec::new(),
            };
            #[cfg(not(feature = "pg13"))]
            {
                cte.search = it.search_clause.as_ref().map(|search| crate::pg::tree::Listing {
                    at: self.place(search.location),
                    columns: strings(search.search_col_list),
                    added: name(search.search_seq_column).into_iter().collect(),
                });
                if let Some(cycle) = it.cycle_clause.as_ref() {
                    cte.rest.extend(self.option(cycle.cycle_mark_value)?);
                    cte.rest.extend(self.option(cycle.cycle_mark_default)?);
                    let mark = name(cycle.cycle_mark_column);
                    cte.cycle = Some(crate::pg::tree::Listing {
                        at: self.place(cycle.location),
                        columns: strings(cycle.cycle_col_list),
                        added: mark.into_iter().chain(name(cycle.cycle_path_column)).collect(),
                    });
                }
            }
            Ok(cte)
        }
    }

    unsafe fn insert(&mut self, it: &pg_sys::InsertStmt) -> Result<Kind> {
        unsafe {
            let mut modify = Modify {
                with: self.with(it.withClause)?,
                table: self.option(it.relation)?,
                targets: self.list(it.cols)?,
                source: self.option(it.selectStmt)?,
                ..Modify::default()
            };
            if let Some(clause) = it.onConflictClause.as_ref() {
                modify.conflict = Some(self.conflict(clause)?);
            }
            #[cfg(not(feature = "pg18"))]
            let returning = it.returningList;
            #[cfg(feature = "pg18")]
            let returning = returned(it.returningClause);
            modify.returning = self.list(returning)?;
            Ok(Kind::Modify(Box::new(modify)))
        }
    }

    unsafe fn conflict(&mut self, it: &pg_sys::OnConflictClause) -> Result<Conflict> {
        unsafe {
            let mut conflict = Conflict {
                at: self.place(it.location),
                elements: Vec::new(),
                constraint: None,
                conditions: Vec::new(),
                targets: Vec::new(),
            };
            if let Some(infer) = it.infer.as_ref() {
                conflict.elements = self.list(infer.indexElems)?;
                conflict.constraint = name(infer.conname);
                conflict.conditions.extend(self.option(infer.whereClause)?);
            }
            conflict.targets = self.list(it.targetList)?;
            conflict.conditions.extend(self.option(it.whereClause)?);
            Ok(conflict)
        }
    }

    unsafe fn update(&mut self, it: &pg_sys::UpdateStmt) -> Result<Kind> {
        unsafe {
            let mut modify = Modify {
                with: self.with(it.withClause)?,
                table: self.option(it.relation)?,
                targets: self.list(it.targetList)?,
                from: self.list(it.fromClause)?,
                conditions: self.option(it.whereClause)?.into_iter().collect(),
                ..Modify::default()
            };
            #[cfg(not(feature = "pg18"))]
            let returning = it.returningList;
            #[cfg(feature = "pg18")]
            let returning = returned(it.returningClause);
            modify.returning = self.list(returning)?;
            Ok(Kind::Modify(Box::new(modify)))
        }
    }

    unsafe fn delete(&mut self, it: &pg_sys::DeleteStmt) -> Result<Kind> {
        unsafe {
            let mut modify = Modify {
                with: self.with(it.withClause)?,
                table: self.option(it.relation)?,
                from: self.list(it.usingClause)?,
                conditions: self.option(it.whereClause)?.into_iter().collect(),
                ..Modify::default()
            };
            #[cfg(not(feature = "pg18"))]
            let returning = it.returningList;
            #[cfg(feature = "pg18")]
            let returning = returned(it.returningClause);
            modify.returning = self.list(returning)?;
            Ok(Kind::Modify(Box::new(modify)))
        }
    }

    #[cfg(not(any(feature = "pg13", feature = "pg14")))]
    unsafe fn merge(&mut self, it: &pg_sys::MergeStmt) -> Result<Kind> {
        unsafe {
            let mut modify = Modify {
                with: self.with(it.withClause)?,
                table: self.option(it.relation)?,
                from: self.option(it.sourceRelation)?.into_iter().collect(),
                conditions: self.option(it.joinCondition)?.into_iter().collect(),
                ..Modify::default()
            };
            for when in items::<pg_sys::MergeWhenClause>(it.mergeWhenClauses) {
                modify.whens.push(crate::pg::tree::When {
                    condition: self.option((*when).condition)?,
                    targets: self.list((*when).targetList)?,
                    values: self.list((*when).values)?,
                });
            }
            #[cfg(feature = "pg17")]
            {
                modify.returning = self.list(it.returningList)?;
            }
            #[cfg(feature = "pg18")]
            {
                modify.returning = self.list(returned(it.returningClause))?;
            }
            Ok(Kind::Modify(Box::new(modify)))
        }
    }

    pub(super) unsafe fn range(&mut self, tag: NodeTag, node: *mut pg_sys::Node) -> Result<Node> {
        let (at, kind) = unsafe {
            match tag {
                NodeTag::T_RangeVar => {
                    let it = &*node.cast::<pg_sys::RangeVar>();
                    let table = name(it.relname).unwrap_or_default();
                    let (schema, alias) = (name(it.schemaname), alias(it.alias));
                    (it.location, Kind::Table { schema, name: table, alias })
                }
                NodeTag::T_RangeSubselect => {
                    let it = &*node.cast::<pg_sys::RangeSubselect>();
                    let query = self.boxed(it.subquery)?;
                    (-1, Kind::Derived { lateral: it.lateral, query, alias: alias(it.alias) })
                }
                NodeTag::T_RangeFunction => (-1, self.functions(&*node.cast())?),
                NodeTag::T_RangeTableFunc => {
                    let it = &*node.cast::<pg_sys::RangeTableFunc>();
                    let parts = self.children(node)?;
                    (it.location, Kind::Generated { parts, alias: alias(it.alias) })
                }
                #[cfg(any(feature = "pg17", feature = "pg18"))]
                NodeTag::T_JsonTable => {
                    let it = &*node.cast::<pg_sys::JsonTable>();
                    let parts = self.children(node)?;
                    (it.location, Kind::Generated { parts, alias: alias(it.alias) })
                }
                NodeTag::T_RangeTableSample => {
                    let it = &*node.cast::<pg_sys::RangeTableSample>();
                    let table = self.boxed(it.relation)?;
                    let mut rest = self.list(it.args)?;
                    rest.extend(self.option(it.repeatable)?);
                    (-1, Kind::Sample { table, rest })
                }
                _ => (-1, self.join(&*node.cast())?),
            }
        };
        Ok(self.finish(at, kind))
    }

    unsafe fn functions(&mut self, it: &pg_sys::RangeFunction) -> Result<Kind> {
        let (mut calls, mut columns, mut types) = (Vec::new(), Vec::new(), Vec::new());
        let mut lists = Vec::new();
        // Each function is a list of the call and its column definitions.
        for pair in unsafe { items::<pg_sys::List>(it.functions) } {
            let parts = unsafe { items::<pg_sys::Node>(pair) };
            if let [call, list] = parts[..] {
                calls.push(unsafe { self.node(call)? });
                lists.push(list.cast());
            }
        }
        lists.push(it.coldeflist);
        for list in lists {
            for column in unsafe { items::<pg_sys::ColumnDef>(list) } {
                columns.extend(name(unsafe { (*column).colname }));
                types.extend(unsafe { self.option((*column).typeName)? });
                types.extend(unsafe { self.option((*column).collClause)? });
            }
        }
        let alias = unsafe { alias(it.alias) };
        Ok(Kind::Functions { items: calls, columns, types, alias, ordinality: it.ordinality })
    }

    unsafe fn join(&mut self, it: &pg_sys::JoinExpr) -> Result<Kind> {
        unsafe {
            #[cfg(feature = "pg13")]
            let using_alias = None;
            #[cfg(not(feature = "pg13"))]
            let using_alias = alias(it.join_using_alias);
            Ok(Kind::Join(Box::new(Join {
                natural: it.isNatural,
                left: self.node(it.larg)?,
                right: self.node(it.rarg)?,
                using: strings(it.usingClause),
                using_alias,
                condition: self.option(it.quals)?,
                alias: alias(it.alias),
            })))
        }
    }
}

/// The list of a RETURNING clause.
#[cfg(feature = "pg18")]
unsafe fn returned(clause: *mut pg_sys::ReturningClause) -> *mut pg_sys::List {
    match unsafe { clause.as_ref() } {
        Some(clause) => clause.exprs,
        None => std::ptr::null_mut(),
    }
}
