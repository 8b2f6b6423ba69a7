import Foundation
import PostCardItAPI
import PostCardItTestSupport
import XCTest

@testable import PostCardItUI

final class MannersTests: XCTestCase {
    private let lowData = NetworkConditions(isConstrained: true)

    func testInTheBackgroundNothingIsFollowedOrPolled() {
        for network in [NetworkConditions.good, lowData, .none, NetworkConditions(isExpensive: true)] {
            for isLowPower in [false, true] {
                XCTAssertNotEqual(SyncManners(.background, network: network, isLowPower: isLowPower).plan, .live)
            }
        }
    }

    func testWhoLooksIsServedLiveUnlessDataOrPowerAreToBeSaved() {
        XCTAssertEqual(SyncManners(.foreground, isLowPower: false).plan, .live)
        XCTAssertEqual(SyncManners(.foreground, network: lowData, isLowPower: false).plan, .once)
        XCTAssertEqual(SyncManners(.foreground, isLowPower: true).plan, .once)
        XCTAssertEqual(SyncManners(.foreground, network: .none, isLowPower: false).plan, .nothing)
    }

    func testLowDataModeSilencesTheBackground() {
        XCTAssertEqual(SyncManners(.background, network: lowData, isLowPower: false).plan, .nothing)
    }

    func testPhotosThatWaitAreDiscretionary() {
        XCTAssertFalse(SyncManners(.foreground, isLowPower: false).isDiscretionary)
        XCTAssertTrue(SyncManners(.foreground, network: lowData, isLowPower: false).isDiscretionary)
        XCTAssertTrue(SyncManners(.background, isLowPower: false).isDiscretionary)
        XCTAssertEqual(SyncManners(.background, isLowPower: false).photos, .patient)
        XCTAssertEqual(SyncManners(.foreground, isLowPower: false).photos, .eager)
    }

    func testAWakeHasOneSyncHoweverManyAskForIt() async throws {
        let (count, gate) = (Locked(0), Gate())
        let wakes = WakeSync { () async throws(PostCardItError) in
            count.withLock { $0 += 1 }
            await gate.pass()
        }
        let manners = SyncManners(.background, isLowPower: false)
        let early = try await wakes.sync(manners)
        XCTAssertFalse(early, "nobody woke the app")

        await wakes.wake()
        async let first = wakes.sync(manners)
        await gate.arrival()
        async let second = wakes.sync(manners)
        await gate.open()
        let (one, two) = try await (first, second)
        let three = try await wakes.sync(manners)

        XCTAssertTrue(one)
        XCTAssertEqual(count.withLock { $0 }, 1)
        XCTAssertFalse(three)
        await wakes.wake()
        let four = try await wakes.sync(manners)
        XCTAssertTrue(four)
        XCTAssertEqual(count.withLock { $0 }, 2)
        _ = two
    }

    func testAWakeWhoseTimeIsOverEndsNoSyncThatSomebodyElseWaitsFor() async throws {
        let gate = Gate()
        let wakes = WakeSync { () async throws(PostCardItError) in
            await gate.pass()
            if Task.isCancelled { throw PostCardItError(.cancelled) }
        }
        await wakes.wake()
        let wake = Task { try await wakes.sync(SyncManners(.background, isLowPower: false)) }
        await gate.arrival()
        let pull = Task { try await wakes.sync(SyncManners(.foreground, isLowPower: false)) }
        for _ in 0..<100 { await Task.yield() }

        wake.cancel()

        let ended = await wake.result
        XCTAssertThrowsError(try ended.get()) { XCTAssertEqual(($0 as? PostCardItError)?.kind, .cancelled) }
        await gate.open()
        let isSynced = try await pull.value
        XCTAssertTrue(isSynced)
    }

    func testASyncThatNobodyWaitsForAnyMoreIsCancelled() async throws {
        let (gate, isCancelled) = (Gate(), Locked(false))
        let wakes = WakeSync { () async throws(PostCardItError) in
            await gate.pass()
            isCancelled.withLock { $0 = Task.isCancelled }
        }
        let wake = Task { try await wakes.sync(SyncManners(.foreground, isLowPower: false)) }
        await gate.arrival()

        wake.cancel()
        _ = await wake.result
        await gate.open()

        try await eventually("it was cancelled") { isCancelled.withLock { $0 } }
    }

    func testWithoutANetworkAWakeKeepsItsSync() async throws {
        let wakes = WakeSync { () async throws(PostCardItError) in }
        await wakes.wake()

        let offline = try await wakes.sync(SyncManners(.background, network: .none, isLowPower: false))
        let online = try await wakes.sync(SyncManners(.background, isLowPower: false))

        XCTAssertEqual([offline, online], [false, true])
    }

    func testRequestsThatCanWaitGoTheOtherWay() async throws {
        let (now, later) = (FakeTransport(HTTPResponse(status: 200)), FakeTransport(HTTPResponse(status: 200)))
        let network = Locked(NetworkConditions.good)
        let transport = MannersTransport(now, later: later) {
            SyncManners(.foreground, network: network.withLock { $0 }, isLowPower: false)
        }
        let request = HTTPRequest(method: "PUT", url: URL(fileURLWithPath: "/"), body: .data(Data("photo".utf8)))

        _ = try await transport.send(request)
        network.withLock { $0.isConstrained = true }
        _ = try await transport.send(request)
        _ = try await transport.stream(request)

        XCTAssertEqual([now.requests.count, later.requests.count], [2, 1], "a stream is read by somebody who waits")
    }

    func testRequestsHaveTheMannersOfTheirMoment() async throws {
        let (fake, moment) = (FakeTransport(HTTPResponse(status: 200)), Locked(SyncManners.Moment.foreground))
        let transport = MannersTransport(fake) { SyncManners(moment.withLock { $0 }, isLowPower: false) }
        let request = HTTPRequest(url: URL(fileURLWithPath: "/"))

        _ = try await transport.send(request)
        moment.withLock { $0 = .background }
        _ = try await transport.send(request)

        XCTAssertEqual(fake.requests.map(\.manners), [.eager, .patient])
    }

    func testWhoListensHearsTheNetworkNowAndEachChange() async {
        let network = SettableReachability(.none)
        var heard = network.conditions().makeAsyncIterator()
        let first = await heard.next()
        network.set(.none)
        network.set(lowData)
        let second = await heard.next()

        XCTAssertEqual([first, second], [NetworkConditions.none, lowData])
    }
}
