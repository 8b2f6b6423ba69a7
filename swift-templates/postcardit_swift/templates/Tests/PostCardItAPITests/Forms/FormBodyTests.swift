import Foundation
import XCTest

@testable import PostCardItAPI

/// Forms are written as RFC 7578 and HTML want them.
final class FormBodyTests: XCTestCase {
    func testFormsAreWrittenAsBothMediaTypes() throws {
        var form = FormBody()
        form.add("name", "a b&c")
        form.add("gone", String?.none)
        form.add("file", FilePart(data: Data("bytes".utf8), filename: "x\".txt", contentType: "text/plain"))
        XCTAssertEqual(String(decoding: form.urlEncoded(), as: UTF8.self), "name=a%20b%26c")
        XCTAssertEqual(
            String(decoding: form.multipart(boundary: "B"), as: UTF8.self),
            "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\na b&c\r\n"
                + "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x%22.txt\"\r\n"
                + "Content-Type: text/plain\r\n\r\nbytes\r\n--B--\r\n")
    }
}
