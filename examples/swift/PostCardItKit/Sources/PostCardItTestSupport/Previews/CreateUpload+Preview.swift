// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension CreateUpload: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"byteSize":1024,"contentType":"image/jpeg","purpose":"postcard","sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
        """##
}
