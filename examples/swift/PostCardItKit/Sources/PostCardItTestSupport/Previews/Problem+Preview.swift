// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension Problem: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"code":"invalid_json","detail":"detail","errors":[{"code":"123456","message":"Ciao from Venice!",
        "pointer":"pointer"}],"instance":"instance","message":"Ciao from Venice!","reason":"signed_out",
        "requestId":"01a20490-b391-77bf-841b-d19a1e6a5a20","status":422,"statusCode":422,"title":"title",
        "type":"type"}
        """##
}
