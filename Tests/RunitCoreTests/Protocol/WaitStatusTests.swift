import RunitCore
import Testing

@Suite("A wait status")
struct WaitStatusTests {
  static let arguments: [(Death, code: Int32, signal: Int32)] = [
    (.exit(0), 0, 0), (.exit(255), 255, 0), (.signal(9), -1, 9), (.signal(40), -1, 40), (.signal(11 | 128), -1, 139),
    (.unknown, -1, 0),
  ]

  @Test(arguments: arguments)
  func `becomes the arguments of finish, with 128 for a core`(death: Death, code: Int32, signal: Int32) {
    let arguments = death.finishArguments
    #expect(arguments.code == code)
    #expect(arguments.signal == signal)
  }
}
