import Foundation

/// A transport whose bodies travel as files: transfers that go on while the app sleeps take nothing else.
///
/// Each body lies in a folder as long as it is on its way. What an app that ended left there is removed at the start.
public struct FileBodyTransport: Transport {
    private let files: any Transport
    private let others: any Transport
    private let folder: LocalFolder

    /// A transport.
    ///
    /// - Parameters:
    ///   - files: What sends requests with a body.
    ///   - others: What sends requests without one.
    ///   - folder: Where bodies lie meanwhile. Nobody else may use it.
    public init(files: any Transport, others: any Transport, folder: LocalFolder) {
        (self.files, self.others, self.folder) = (files, others, folder)
        for name in folder.names() + folder.unfinishedNames() { try? folder.remove(name) }
    }

    /// Sends a request and gives the whole answer, whatever its status.
    public func send(
        _ request: HTTPRequest, progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(TransportFailure) -> HTTPResponse {
        guard case .data(let data) = request.body else { return try await others.send(request, progress: progress) }
        let name = SystemRandomSource().uuid()
        guard (try? folder.write(data, to: name)) != nil else { throw TransportFailure(.connection) }
        defer { try? folder.remove(name) }
        var request = request
        request.body = .file(folder.file(name))
        return try await files.send(request, progress: progress)
    }

    /// Sends a request and gives the answer as soon as its head is there, whatever its status.
    public func stream(_ request: HTTPRequest) async throws(TransportFailure) -> ByteStream {
        try await others.stream(request)
    }
}
