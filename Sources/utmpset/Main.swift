import Unix

@c(utmpset_main)
func main(argc: CInt, argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt { 0 }
