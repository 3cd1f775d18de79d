//! The SM2 line beside the Ed25519 line: how it is made, and that it is GB/T 32918.2 and not something near it.

use crate::fixture::{ED25519, Log, ORIGIN, SM2, check, open};
use domain::record::SM2_DIST_ID;
use sm2::dsa::{
    Signature, SigningKey, VerifyingKey,
    signature::{Signer as _, Verifier as _},
};
use verifier::Fault;

/// GB/T 32918.5-2017 appendix A.2: key, message and signature on the recommended curve.
#[test]
fn the_library_signs_as_the_standard_does() {
    let bytes = |text: &str| hex::decode(text).unwrap();
    let public = bytes(
        "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020\
         ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13",
    );
    let signature = bytes(
        "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3\
         b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa",
    );
    let key = VerifyingKey::from_sec1_bytes(SM2_DIST_ID, &public).unwrap();
    let signature = Signature::from_slice(&signature).unwrap();
    key.verify(b"message digest", &signature).unwrap();
    assert!(key.verify(b"message digesT", &signature).is_err());

    let secret = bytes("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8");
    let own = SigningKey::from_slice(SM2_DIST_ID, &secret).unwrap();
    assert_eq!(own.verifying_key().to_sec1_bytes().as_ref(), public);
    let signature: Signature = own.sign(b"message digest");
    assert_eq!(signature.to_vec().len(), 64);
    key.verify(b"message digest", &signature).unwrap();
}

#[test]
fn an_sm2_line_vouches_for_the_checkpoint_alone_or_beside_ed25519() {
    let note = Log::honest(5).note(ORIGIN, &[ED25519, SM2]);
    assert_eq!(note.lines().count(), 6);
    for trusted in [[ED25519].as_slice(), &[SM2], &[ED25519, SM2]] {
        assert_eq!(open(&note, trusted).size(), 5);
    }
}

#[test]
fn an_sm2_line_of_another_checkpoint_or_identifier_does_not_hold() {
    let (five, six) = (Log::honest(5), Log::honest(6));
    let [short, long] = [&five, &six].map(|log| log.note(ORIGIN, &[ED25519, SM2]));
    let line = |note: &str| note.lines().last().unwrap().to_owned();
    let mut files = six.files(&[ED25519, SM2]);
    files.insert("checkpoint".into(), long.replace(&line(&long), &line(&short)).into());
    let report = check(&files, &[ED25519, SM2], None);
    assert!(matches!(report.faults[..], [Fault::BadSignature { .. }]), "{:?}", report.faults);

    let key = SigningKey::from_slice("someone else", &[0x22; 32]).unwrap();
    let signature: Signature = key.sign(b"text");
    let same_key = key.verifying_key().to_sec1_bytes();
    let expected = VerifyingKey::from_sec1_bytes(SM2_DIST_ID, &same_key).unwrap();
    assert!(expected.verify(b"text", &signature).is_err());
}
