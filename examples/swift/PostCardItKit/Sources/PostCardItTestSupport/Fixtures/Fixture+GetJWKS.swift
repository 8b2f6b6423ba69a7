// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension Fixture {
    /// What `GET /v1/.well-known/jwks.json` answers.
    public static let getJWKS = Fixture(
        .getJWKS, status: 200, JWKS.self,
        json: ##"""
            {"keys":[{"alg":"alg","crv":"crv","kid":"kid","kty":"kty","use":"sig","x":"x","y":"y"}]}
            """##)
}
