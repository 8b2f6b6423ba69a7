// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension Location: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"address":"Piazza San Marco 1","city":"Venice","country":"Italy","latitude":45.4343,
        "longitude":12.3388}
        """##
}
