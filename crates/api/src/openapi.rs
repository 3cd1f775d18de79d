//! The OpenAPI document: made from the routes themselves.

use crate::error::ProblemBody;
use crate::routes::Routes;
use axum::response::IntoResponse;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{Content, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{PartialSchema as _, ToSchema as _};

/// What every operation may answer instead: problem details.
pub(crate) fn problem() -> RefOr<utoipa::openapi::Response> {
    let schema = Ref::from_schema_name(ProblemBody::name());
    let content = Content::builder().schema(Some(schema)).build();
    let words = "Why it was not done (RFC 9457), in the language of Accept-Language";
    ResponseBuilder::new()
        .description(words)
        .content("application/problem+json", content)
        .build()
        .into()
}

/// The document as it starts, before the routes add to it.
pub(crate) fn base() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Huanzhi 环执")
        .version("1")
        .description(Some(
            "Ids are UUIDs; `*_at` are milliseconds UTC; `*_on` are YYYY-MM-DD; `*_fen` are fen; measured numbers are \
             strings with the printed digits; an absent value is null. Changing requests carry `revision`; 409 means \
             fetch again. `x-action` names the permission an operation needs.",
        ))
        .build();
    let mut document = OpenApiBuilder::new().info(info).build();
    let mut components = utoipa::openapi::Components::new();
    components.schemas.insert(ProblemBody::name().into_owned(), ProblemBody::schema());
    let cookie = ApiKey::Cookie(ApiKeyValue::with_description(
        "huanzhi",
        "`__Host-huanzhi` with TLS; set by POST /api/v1/session",
    ));
    components.security_schemes.insert("session".to_owned(), SecurityScheme::ApiKey(cookie).into());
    document.components = Some(components);
    document
}

/// The document with every route in it.
pub fn document() -> OpenApi {
    let Routes { router, .. } = crate::table();
    router.into_openapi()
}

/// `/api/openapi.json`.
pub(crate) async fn serve() -> impl IntoResponse {
    axum::Json(document())
}
