// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension JSONWebKey: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"alg":"alg","crv":"crv","e":"e","kid":"kid","kty":"kty","n":"n","use":"sig","x":"x",
        "y":"y"}
        """##
}
