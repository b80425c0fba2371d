//! The SQL type `name` as a function argument, and names that the server makes up.

use pgrx::callconv::{Arg, ArgAbi};
use pgrx::datum::{Datum, UnboxDatum};
use pgrx::nullable::Nullable;
use pgrx::pgrx_sql_entity_graph::metadata::{
    ArgumentError, ReturnsError, ReturnsRef, SqlMappingRef, SqlTranslatable, TypeOrigin,
};
use pgrx::{FromDatum, pg_sys};
use std::ffi::CStr;

/// An identifier of at most `NAMEDATALEN - 1` bytes:
/// <https://www.postgresql.org/docs/current/datatype-character.html>.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(pub String);

impl Name {
    unsafe fn read(datum: pg_sys::Datum) -> Name {
        let data = datum.cast_mut_ptr::<pg_sys::NameData>();
        let text = unsafe { CStr::from_ptr((*data).data.as_ptr()) };
        Name(text.to_string_lossy().into_owned())
    }
}

impl FromDatum for Name {
    unsafe fn from_polymorphic_datum(
        datum: pg_sys::Datum,
        is_null: bool,
        _type: pg_sys::Oid,
    ) -> Option<Name> {
        if is_null { None } else { Some(unsafe { Name::read(datum) }) }
    }
}

unsafe impl UnboxDatum for Name {
    type As<'src> = Name;
    unsafe fn unbox<'src>(datum: Datum<'src>) -> Name
    where
        Self: 'src,
    {
        unsafe { Name::read(datum.sans_lifetime()) }
    }
}

unsafe impl<'fcx> ArgAbi<'fcx> for Name {
    unsafe fn unbox_arg_unchecked(arg: Arg<'_, 'fcx>) -> Self {
        // A null never arrives here: such an argument is an Option, or the function is strict.
        unsafe { arg.unbox_arg_using_from_datum() }.unwrap_or_else(|| Name(String::new()))
    }

    unsafe fn unbox_nullable_arg(arg: Arg<'_, 'fcx>) -> Nullable<Self> {
        unsafe { arg.unbox_arg_using_from_datum() }.into()
    }
}

unsafe impl SqlTranslatable for Name {
    const TYPE_IDENT: &'static str = "name";
    const TYPE_ORIGIN: TypeOrigin = TypeOrigin::External;
    const ARGUMENT_SQL: Result<SqlMappingRef, ArgumentError> = Ok(SqlMappingRef::literal("name"));
    const RETURN_SQL: Result<ReturnsRef, ReturnsError> =
        Ok(ReturnsRef::One(SqlMappingRef::literal("name")));
}

/// The name that the server gives to what belongs to a column, such as `seq`: cut where it would be too long.
pub fn default_name(relation: &str, column: &str, label: &str) -> String {
    let text = |s: &str| std::ffi::CString::new(s).unwrap_or_default();
    let (relation, column, label) = (text(relation), text(column), text(label));
    let name =
        unsafe { pg_sys::makeObjectName(relation.as_ptr(), column.as_ptr(), label.as_ptr()) };
    unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned()
}
