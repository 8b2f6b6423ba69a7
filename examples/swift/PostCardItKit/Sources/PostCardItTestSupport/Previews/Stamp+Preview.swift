// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension Stamp: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"category":"featured","imageUrl":"https://example.com/picture.jpg","name":"Venice","stampId":"01a20490-b391-77bf-841b-d19a1e6a5a20"}
        """##
}
