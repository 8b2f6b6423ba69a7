// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension SendPostcard: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"font":"handwritten","imageUrl":"https://example.com/picture.jpg","location":{"address":"Piazza San Marco 1",
        "city":"Venice","country":"Italy","latitude":45.4343,"longitude":12.3388},"message":"Ciao from Venice!",
        "recipientId":"01a20490-b391-77bf-841b-d19a1e6a5a20","recipientUsername":"recipientUsername",
        "stampId":"01a20490-b391-77bf-841b-d19a1e6a5a20","uploadId":"01a20490-b391-77bf-841b-d19a1e6a5a20"}
        """##
}
