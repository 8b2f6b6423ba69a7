// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension JSONWebKey: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"alg":"alg","crv":"crv","kid":"kid","kty":"kty","use":"sig","x":"x","y":"y"}
        """##
}
