"""Signs PDFs with pyHanko, for tests: python sign.py FOLDER writes certificates and files there."""

import datetime
import io
import sys
from pathlib import Path

from asn1crypto import algos
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils import generic
from pyhanko.sign import fields, signers

FOLDER = Path(sys.argv[1])


def moment(year):
    return datetime.datetime(year, 1, 1, tzinfo=datetime.timezone.utc)


def name(common):
    return x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Autorité d’essai"),
        x509.NameAttribute(NameOID.COMMON_NAME, common),
    ])


def certificate(common, key, issuer=None, issuer_key=None, is_authority=False, until=2090):
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(common))
        .issuer_name(name(issuer or common))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment(2019))
        .not_valid_after(moment(until))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_authority, content_commitment=not is_authority, key_encipherment=False,
                data_encipherment=False, key_agreement=False, key_cert_sign=is_authority, crl_sign=is_authority,
                encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return builder.sign(issuer_key or key, hashes.SHA256())


def pem(cert):
    return cert.public_bytes(serialization.Encoding.PEM)


def kept(file, cert, key=None):
    (FOLDER / f"{file}.pem").write_bytes(pem(cert))
    if key is not None:
        (FOLDER / f"{file}.key").write_bytes(key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


def plain():
    """A PDF of one page, in plain words."""
    text = b"BT /F1 18 Tf 72 720 Td (Subvention de 5000 euros) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def salted(length):
    """RSA with a salt of so many bytes."""
    digest = {"algorithm": "sha256"}
    return algos.SignedDigestAlgorithm({
        "algorithm": "rsassa_pss",
        "parameters": algos.RSASSAPSSParams({
            "hash_algorithm": algos.DigestAlgorithm(digest),
            "mask_gen_algorithm": algos.MaskGenAlgorithm(
                {"algorithm": "mgf1", "parameters": algos.DigestAlgorithm(digest)}),
            "salt_length": length,
        }),
    })


def signed(file, who, field="Signature1", digest="sha256", way=None, is_old=False, chain=("between",)):
    signer = signers.SimpleSigner.load(
        FOLDER / f"{who}.key", FOLDER / f"{who}.pem", ca_chain_files=[FOLDER / f"{one}.pem" for one in chain],
        signature_mechanism=way,
    )
    kinds = fields.SigSeedSubFilter
    meta = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm=digest, subfilter=kinds.ADOBE_PKCS7_DETACHED if is_old else kinds.PADES)
    return signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(file)), meta, signer=signer).getvalue()


def main():
    rsa_key = lambda: rsa.generate_private_key(65537, 2048)
    root, between = rsa_key(), ec.generate_private_key(ec.SECP384R1())
    kept("root", certificate("Racine d’essai", root, is_authority=True))
    kept("between", certificate("Autorité intermédiaire", between, "Racine d’essai", root, is_authority=True))
    kept("stranger", certificate("Autre racine", rsa_key(), is_authority=True))
    people = {
        "lea": (rsa_key(), {}),
        "samir": (ec.generate_private_key(ec.SECP256R1()), {}),
        "nadia": (ec.generate_private_key(ec.SECP384R1()), {}),
        "ended": (rsa_key(), {"until": 2021}),
    }
    shown = {"lea": "Léa Martin", "samir": "Samir Benali", "nadia": "Nadia Roux", "ended": "Paul Ancien"}
    for who, (key, more) in people.items():
        kept(who, certificate(shown[who], key, "Autorité intermédiaire", between, **more), key)
    alone = rsa_key()
    kept("alone", certificate("Toute seule", alone), alone)

    files = {"plain": plain()}
    files["valid"] = signed(plain(), "lea")
    files["curve"] = signed(plain(), "samir")
    files["curve384"] = signed(plain(), "nadia", digest="sha384")
    files["sha512"] = signed(plain(), "lea", digest="sha512")
    files["pss"] = signed(plain(), "lea", way=salted(32))
    files["salted"] = signed(plain(), "lea", way=salted(20))
    files["old"] = signed(plain(), "lea", is_old=True)
    files["ended"] = signed(plain(), "ended")
    files["alone"] = signed(plain(), "alone", chain=())
    files["unchained"] = signed(plain(), "lea", chain=())
    files["both"] = signed(files["valid"], "samir", field="Signature2")
    files["tampered"] = files["valid"].replace(b"5000 euros", b"9000 euros")
    files["appended"] = files["valid"] + b"\n% Un ajout\n"
    writer = IncrementalPdfFileWriter(io.BytesIO(files["valid"]))
    writer.root["/Lang"] = generic.pdf_string("fr")
    writer.update_root()
    updated = io.BytesIO()
    writer.write(updated)
    files["updated"] = updated.getvalue()
    for file, content in files.items():
        (FOLDER / f"{file}.pdf").write_bytes(content)


main()
