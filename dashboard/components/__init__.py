"""The few parts that Streamlit lacks, as real HTML: headline numbers, tables, the idea grid."""
