import Unix

@c(runit_init_main)
func main(argc: CInt, argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt { 0 }
