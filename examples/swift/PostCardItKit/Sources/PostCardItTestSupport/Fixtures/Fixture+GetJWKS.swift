// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `GET /v1/.well-known/jwks.json` and its answer.
    public static let getJWKS = Fixture(
        .getJWKS, status: 200, JWKS.self, json: JWKS.previewJSON
    ) {
        _ = try await $0.response(to: APIRequest<JWKS>.getJWKS())
    }
}
